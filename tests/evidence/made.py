"""The smallest evidence, as plain functions: a test states what matters and nothing else."""

import datetime as dt
import hashlib
import io
import itertools
from typing import Any

from waymark.core.clock import day_in
from waymark.evidence.collecting import CaptureDraft, EvidenceDraft, GivenFile, add_capture, collect, create_evidence
from waymark.evidence.files.store import keep
from waymark.evidence.models.capture import Capture
from waymark.evidence.models.evidence import Evidence
from waymark.people.models.member import Member

_numbers = itertools.count(1)


def given_file(content: bytes = b"proof", name: str = "proof.txt") -> GivenFile:
    """Return a file as the store would have told it, without storing anything."""
    return GivenFile(name, hashlib.sha256(content).hexdigest(), len(content), "text/plain", may_show_inline=True)


def kept_file(content: bytes, name: str = "proof.txt") -> GivenFile:
    """Return a file that lies in the store."""
    return GivenFile.of(name, keep(io.BytesIO(content), limit=2**20))


def collected(**fields: Any) -> CaptureDraft:
    """Return something collected today; an interview unless told otherwise."""
    what = {"key": f"key{next(_numbers)}", "collected_on": day_in("UTC"), **fields}
    if not {"files", "link", "note"} & set(fields):
        what |= {"note": "Seen and heard", "role": "Head of data"}
    return CaptureDraft(**what)


def named(owner: Member, title: str = "The policy is published", **fields: Any) -> Evidence:
    """Return evidence without a capture."""
    return create_evidence(owner.organisation, EvidenceDraft(title=title, owner=owner, **fields), by=owner)


def evidence(
    owner: Member,
    title: str = "The policy is published",
    *,
    by: Member | None = None,
    what: CaptureDraft | None = None,
    **fields: Any,
) -> Evidence:
    """Return evidence with one capture, collected by its owner unless told otherwise."""
    draft = EvidenceDraft(title=title, owner=owner, **fields)
    return collect(owner.organisation, draft, what or collected(), by=by or owner)[0]


def capture(of: Evidence, by: Member, **fields: Any) -> Capture:
    """Return one more capture."""
    return add_capture(of, collected(**fields), by=by)


def newest(of: Evidence) -> Capture:
    """Return the capture that counts."""
    return Capture.objects.of(of.organisation).filter(evidence=of).newest_first()[0]


def days_ago(count: int) -> dt.date:
    """Return a day in the past."""
    return day_in("UTC") - dt.timedelta(days=count)
