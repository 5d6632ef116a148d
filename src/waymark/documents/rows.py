"""What a list shows of documents: each with its version in force and the one on its way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from waymark.documents.choices import OPEN, Approval, Classification, DocumentKind, DocumentState, Kept, VersionState
from waymark.documents.items import refs_served
from waymark.documents.models.document import Document
from waymark.documents.models.version import DocumentVersion
from waymark.people.models.member import Member
from waymark.records.cells import Choice
from waymark.records.registers import Reading

_TONES = {
    VersionState.EFFECTIVE: "good",
    VersionState.IN_REVIEW: "warn",
    VersionState.APPROVED: "pine",
    VersionState.DRAFT: "line",
}
NO_VERSION = Choice("none", _("No version in force"), "late")


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document, with its version in force and the one on its way, each None where there is none."""

    document: Document
    effective: DocumentVersion | None
    open: DocumentVersion | None

    @property
    def pk(self) -> int:
        """Return the key of the document."""
        return self.document.pk

    @property
    def number(self) -> int:
        """Return the number of the document."""
        return self.document.number

    @property
    def reference(self) -> str:
        """Return the reference of the document."""
        return self.document.reference

    @property
    def title(self) -> str:
        """Return the title of the document."""
        return self.document.title

    @property
    def owner(self) -> Member | None:
        """Return who owns it."""
        return self.document.owner

    @property
    def refs(self) -> tuple[str, ...]:
        """Return the clauses and controls that it serves."""
        return refs_served(self.document.items, self.document.clauses)

    @property
    def state(self) -> Choice:
        """Return how far it has come: that of its version in force, else of the one on its way."""
        document = self.document
        if not document.is_current:
            return Choice(document.state, DocumentState(document.state).label)
        version = self.effective or self.open
        if version is None:
            return NO_VERSION
        state = VersionState(version.state)
        return Choice(state.value, state.label, _TONES.get(state, ""))

    @property
    def next_state(self) -> Choice | None:
        """Return the state of a version that is on its way beside the one in force."""
        if self.effective is None or self.open is None:
            return None
        state = VersionState(self.open.state)
        return Choice(
            state.value, _("Version %(n)d: %(state)s") % {"n": self.open.edition, "state": state.label}, _TONES[state]
        )

    @property
    def edition(self) -> int | None:
        """Return the number of the version in force."""
        return self.effective.edition if self.effective is not None else None

    @property
    def effective_from(self) -> Any:
        """Return since when that is in force."""
        return self.effective.effective_from if self.effective is not None else None

    @property
    def states(self) -> frozenset[str]:
        """Return every value of the filter of states that it belongs to."""
        if not self.document.is_current:
            return frozenset({self.document.state})
        return frozenset({"current", *(one.state for one in (self.effective, self.open) if one is not None)})


_BRIEF = ("organisation_id", "number", "document_id", "edition", "title", "state", "effective_from", "version")


def rows_of(documents: Sequence[Document], _reading: Reading | None = None) -> list[DocumentRow]:
    """Return the rows of some documents; one query for their versions."""
    found = versions_of(documents)
    return [DocumentRow(one, *found.get(one.pk, (None, None))) for one in documents]


def versions_of(
    documents: Sequence[Document], *, brief: bool = False
) -> Mapping[int, tuple[DocumentVersion | None, DocumentVersion | None]]:
    """Return the version in force and the one on its way of some documents, by key; one query.

    In `brief` only what tells them apart, how far each has come and since when: many documents are read in one list.
    """
    wanted = {one.pk: one for one in documents}
    states = (VersionState.EFFECTIVE, *OPEN)
    rows = DocumentVersion.objects.filter(document__in=wanted, state__in=states).defer("text")
    rows = rows.defer(None).only(*_BRIEF) if brief else rows.select_related("approved_by")
    found: dict[int, list[DocumentVersion | None]] = {}
    for one in rows:
        one.document = wanted[one.document_id]
        one.organisation = one.document.organisation
        found.setdefault(one.document_id, [None, None])[0 if one.is_effective else 1] = one
    return {pk: (pair[0], pair[1]) for pk, pair in found.items()}


LISTS = {
    "kind": DocumentKind,
    "classification": Classification,
    "kept": Kept,
    "approval": Approval,
}
"""The lists of values of a document, by field."""
