"""Taking the files of a form into the store, and keeping them there while the rest of the form is mended."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from waymark.evidence.collecting import GivenFile
from waymark.evidence.files.names import sent_name
from waymark.evidence.files.store import keep
from waymark.people.models.member import Member

_ONE_DAY = 86_400  # seconds
_FIELDS = frozenset(one.name for one in fields(GivenFile))


def receive(uploads: Iterable["UploadedFile[Any]"], kept: Iterable[str], *, by: Member) -> tuple[GivenFile, ...]:
    """Return the files of a form: those sent now, and those an earlier try left in the store under a signed name.

    A signed name counts for the member it was given to, for a day. The same content twice is one file. Raises what
    the store refuses: an empty file, one over the limit, and a program.
    """
    given = [_file_of(token, by) for token in kept]
    given += [_taken(upload) for upload in uploads]
    once = {one.sha256: one for one in given if one is not None}
    return tuple(once.values())


def signed(given: GivenFile, *, by: Member) -> str:
    """Return the name under which a form may carry a file that lies in the store already."""
    return signing.dumps(asdict(given), salt=_salt(by))


def _taken(upload: "UploadedFile[Any]") -> GivenFile:
    name = sent_name(upload.name or "")
    return GivenFile.of(name, keep(upload, limit=settings.CONFIGURATION.evidence_limit, name=name))


def _file_of(token: str, by: Member) -> GivenFile | None:
    try:
        payload = signing.loads(token, salt=_salt(by), max_age=_ONE_DAY)
    except signing.BadSignature:
        return None
    return GivenFile(**{**payload, "remarks": tuple(payload["remarks"])}) if set(payload) == _FIELDS else None


def _salt(by: Member) -> str:
    return f"evidence-file-{by.organisation_id}-{by.pk}"
