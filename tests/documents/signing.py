"""Putting versions of documents before signers in tests, and answering for them."""

import datetime as dt
from typing import Any

from tests.signing.subjects import presence
from waymark.core.clock import day_in
from waymark.documents import changing
from waymark.documents.approving import found
from waymark.documents.models.version import DocumentVersion
from waymark.people.models.member import Member
from waymark.signing.answering import Decision, answer
from waymark.signing.models.item import Outcome, SigningItem


def drafted(by: Member, text: str = "# Purpose\n\nWe use AI.", **known: Any) -> DocumentVersion:
    """Return the draft of a new document."""
    given = {"title": "AI policy", "items": ["M-03"], "review_months": 12, **known}
    document = changing.add_document(by.organisation, owner=by, by=by, text=text, **given)
    return again(document.open_version)


def again(version: Any) -> DocumentVersion:
    """Return a version as the database has it."""
    one = found(version.organisation, version.pk)
    assert one is not None
    return one


def submitted(
    version: DocumentVersion, approver: Member, *, by: Member, reviewer: Member | None = None
) -> DocumentVersion:
    """Put a version before its signers."""
    due = day_in(by.organisation.time_zone) + dt.timedelta(days=7)
    changing.submit(version, approver=approver, reviewer=reviewer, due_on=due, by=by)
    return again(version)


def decide(
    version: DocumentVersion, signer: Member, outcome: str = Outcome.SIGNED, remark: str = ""
) -> DocumentVersion:
    """Answer what is pending for a signer on a version."""
    rows = SigningItem.objects.of(signer.organisation).pending().about(changing.KIND, version.pk)
    item = rows.filter(request__owner=signer).select_related("request__owner", "request__organisation")[0]
    answer(item.request, {item.pk: Decision(outcome, item.sha256, remark)}, by=signer, presence=presence())
    return again(version)


def in_force(by: Member, approver: Member, **known: Any) -> DocumentVersion:
    """Return a signed version that is in force."""
    return decide(submitted(drafted(by, **known), approver, by=by), approver)
