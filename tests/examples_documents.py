"""Examples of the kinds of record of package `documents`; `tests.examples` collects them."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from tests.evidence import made
from waymark.core.clock import day_in
from waymark.documents import changing
from waymark.documents.approving import found
from waymark.documents.canonical import sha256_of
from waymark.documents.choices import VersionState
from waymark.documents.models.document import Document
from waymark.documents.models.version import DocumentVersion
from waymark.people.models.member import Member
from waymark.records.reviewed import Review, ReviewResult
from waymark.work.owners import give

Act = Callable[[Any, Member, Member], object]
Kind = tuple[type[Any], str, Callable[[Member, int], Any], Mapping[str, Act]]
_REASON = "There is a reason for it."


def _today(one: Any) -> dt.date:
    return day_in(one.organisation.time_zone)


def document(by: Member, number: int) -> Document:
    """Return a document with a draft."""
    return changing.add_document(
        by.organisation,
        owner=by if number % 3 else None,
        by=by,
        text="# Zweck\n\nWir nutzen KI." if number % 2 else "# Purpose\n\nWe use AI.",
        title=f"Policy {number}",
        items=["M-03"] if number % 2 else ["X-08"],
        clauses="7.4",
        review_months=12 if number % 2 else None,
        next_review_on=day_in(by.organisation.time_zone) + dt.timedelta(days=number - 2),
        retention_months=0,
    )


def version(by: Member, number: int) -> DocumentVersion:
    """Return the draft of a new document."""
    one = found(by.organisation, document(by, number).open_version.pk)
    assert one is not None
    return one


def _draft(one: Document, by: Member, _other: Member) -> DocumentVersion:
    return changing.draft_version(one, reason=_REASON, by=by)


def _review(one: Document, by: Member, _other: Member) -> None:
    last = _today(one) - dt.timedelta(days=400)
    one.review(Review(on=last, result=ReviewResult.CONDITIONAL, note="Seen", next_on=last + dt.timedelta(365)), by=by)


def _replace(one: Document, by: Member, _other: Member) -> None:
    changing.replace_document(one, document(by, 1), reason=_REASON, by=by)


DOCUMENT: Kind = (
    Document,
    "document",
    document,
    {
        "draft": _draft,
        "edit": lambda one, by, _other: changing.edit_document(one, title=f"{one.title}!", by=by),
        "give": lambda one, by, other: give(one, by if one.owner_id == other.pk else other, by=by),
        "review": _review,
        "replace": _replace,
        "withdraw": lambda one, by, _other: changing.withdraw_document(one, reason=_REASON, by=by),
    },
)


def _outside(one: DocumentVersion, by: Member, _other: Member) -> None:
    today = _today(one)
    one.approve_outside(sha256_of(one), outside_by="The board", on=today, effective_from=today, by=by)


def _add_approval_file(one: DocumentVersion, by: Member, _other: Member) -> None:
    changing.add_approval_file(one, made.kept_file(b"The board decided.", "minutes.txt"), by=by)


VERSION: Kind = (
    DocumentVersion,
    "document_version",
    version,
    {
        "edit": lambda one, by, _other: changing.edit_draft(one, text=f"{one.text}!", by=by),
        "import_text": lambda one, by, _other: one.import_text("# Purpose", by=by),
        "use_text": lambda one, by, _other: one.use_text(by=by),
        "submit": lambda one, by, _other: one.submit(sha256_of(one), by=by),
        "return": lambda one, by, _other: one.send_back(_REASON, by=by),
        "approve": lambda one, by, _other: one.approve(by=by),
        "approve_outside": _outside,
        "add_approval_file": _add_approval_file,
        "take_effect": lambda one, by, _other: one.take_effect(by=by),
        "supersede": lambda one, by, _other: one.supersede(reason=_REASON, by=by),
        "withdraw": lambda one, by, _other: one.withdraw(reason=_REASON, by=by),
        "dispose": lambda one, by, _other: one.dispose(by=by),
    },
)
DOCUMENTS = (DOCUMENT, VERSION)


def fill_documents(by: Member) -> None:
    """Give the newest draft a file, and the file of its approval by the board, so that there are some to hand out."""
    newest = DocumentVersion.objects.of(by.organisation).filter(state=VersionState.DRAFT).newest_first()[0]
    one = found(by.organisation, newest.pk)
    assert one is not None
    changing.attach_file(one, made.kept_file(b"A policy, as text", "policy.txt"), by=by)
    today = _today(one)
    changing.approve_outside(one, outside_by="The board", on=today, effective_from=today, by=by)
    changing.add_approval_file(one, made.kept_file(b"The board approved it.", "minutes.txt"), by=by)
