"""Documents in force as evidence: each stands behind the points that ask for just such a document (decision 30).

Every one of them also shows how documents are controlled: that they can be told apart, are approved, kept and found,
changed by versions, and retained (7.5). What a document says is for people to rate.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from waymark.documents.choices import DocumentState, Kept
from waymark.documents.models.document import Document
from waymark.documents.models.version import DocumentVersion
from waymark.documents.package_data import CUSTOMARY, document_data
from waymark.evidence.freshness import add_months
from waymark.evidence.from_records import RecordPiece, RecordsAsEvidence, newest_behind
from waymark.people.models.organisation import Organisation

MONTHS: Final = 12
_POINTS: Final[Mapping[str, frozenset[str]]] = {
    "M-01": frozenset({"4.3-4"}),
    "M-02": frozenset({"4.4-1", "4.4-2"}),
    "M-03": frozenset({"5.2-4"}),
    "M-05": frozenset({"6.1.2-1", "6.1.2-7"}),
    "M-06": frozenset({"6.1.3-1", "6.1.3-11"}),
    "M-07": frozenset({"6.1.3-6"}),
    "M-08": frozenset({"6.1.3-7"}),
    "M-09": frozenset({"6.1.3-10"}),
    "M-11": frozenset({"6.2-6"}),
    "C-01": frozenset({"A.2.2-1"}),
    "C-04": frozenset({"A.4.2-1"}),
    "C-05": frozenset({"6.1.4-1", "A.5.2-1"}),
    "C-07": frozenset({"A.6.1.2-1"}),
    "C-08": frozenset({"A.6.1.3-1"}),
    "C-09": frozenset({"A.6.2.2-1"}),
    "C-10": frozenset({"A.6.2.3-1"}),
    "C-11": frozenset({"A.6.2.4-1"}),
    "C-12": frozenset({"A.6.2.5-1"}),
    "C-13": frozenset({"A.6.2.6-1", "A.6.2.6-2"}),
    "C-16": frozenset({"A.7.2-1"}),
    "C-18": frozenset({"A.7.4-1"}),
    "C-19": frozenset({"A.7.5-1"}),
    "C-20": frozenset({"A.7.6-1", "A.7.6-3"}),
    "C-23": frozenset({"A.8.4-1"}),
    "C-24": frozenset({"A.8.5-1"}),
    "C-25": frozenset({"A.9.2-3"}),
    "C-26": frozenset({"A.9.3-1"}),
    "X-08": frozenset({"7.4-1", "7.4-2"}),
    "X-09": frozenset({"7.5.2-2", "7.5.3-1", "7.5.3-2", "7.5.3-3", "7.5.3-5"}),
}
"""Points that ask for a controlled document, a plan or a procedure, by the item that is it."""
_POLICY_REVIEWED: Final = "A.2.4-1"
_REQUIRED, _OWN = "7.5.1-1", "7.5.1-2"
_FOUND_NECESSARY: Final = "M-13"
"""The item that is whatever the organisation itself found necessary: nobody asks for just that document."""
_CONTROLLED: Final = frozenset({"7.5.2-1", "7.5.2-3", "7.5.3-5"})
"""Each has a number, a title and a version, was approved, and says how long it is kept."""
_KEPT_HERE: Final = frozenset({"7.5.3-1", "7.5.3-4"})
"""Everybody finds the version in force, and changes are versions with a reason."""
_FORMAT, _ACCESS = "7.5.2-2", frozenset({"7.5.3-2", "7.5.3-3"})
POINTS: Final = frozenset().union(
    *_POINTS.values(), _CONTROLLED, _KEPT_HERE, _ACCESS, {_FORMAT, _REQUIRED, _OWN, _POLICY_REVIEWED}
)
_COLUMNS: Final = (
    *("document", "document__number", "document__title", "document__items", "document__kept", "document__access"),
    *("document__language", "document__reviewed_on", "document__next_review_on", "effective_from"),
)


def _documents(organisation: Organisation, most: int | None) -> Sequence[RecordPiece]:
    """Return documents in use with a version in force; they are current until their next review."""
    rows = (
        DocumentVersion.objects.of(organisation)
        .effective()
        .filter(document__state=DocumentState.CURRENT, effective_from__isnull=False, approved_on__isnull=False)
    )
    found = rows.order_by("-document__number").values_list(*_COLUMNS)
    return newest_behind((_piece(row, _points_of(row)) for row in found), most)


def _points_of(row: Sequence[Any]) -> frozenset[str]:
    _pk, _number, _title, items, kept, access, language, reviewed_on, _next_review_on, _effective_from = row
    data = document_data().items
    is_required = any(data[one].mandatory != CUSTOMARY for one in items if one in data and one != _FOUND_NECESSARY)
    found = {_REQUIRED if is_required else _OWN, *_CONTROLLED}
    found.update(*(_POINTS.get(one, ()) for one in items))
    found |= _KEPT_HERE if kept == Kept.HERE else set()
    found |= _ACCESS if access else set()
    found |= {_FORMAT} if language else set()
    found |= {_POLICY_REVIEWED} if reviewed_on and {"M-03", "C-01"} & {*items} else set()
    return frozenset(found)


def _piece(row: Sequence[Any], points: frozenset[str]) -> RecordPiece:
    pk, number, title, *_more, reviewed_on, next_review_on, effective_from = row
    newest: dt.date = max(effective_from, reviewed_on or effective_from)
    return RecordPiece(
        subject=("documents.document", pk),
        reference=f"{Document.prefix}-{number}",
        title=title,
        held_since=effective_from,
        newest_on=newest,
        good_until=next_review_on or add_months(newest, MONTHS),
        is_unverified=False,
        points=points,
    )


def _was_in_force(record: Document | DocumentVersion) -> bool:
    """Return whether a change of it may show something: what is written in a draft shows nothing."""
    return isinstance(record, Document) or record.in_force


DOCUMENTS_SHOWN: Final = RecordsAsEvidence(
    "documents.document", POINTS, _documents, (Document, DocumentVersion), _was_in_force
)
