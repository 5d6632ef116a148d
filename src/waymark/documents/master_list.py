"""The master list as it is now: each item with the documents and records that are it, and what is still missing."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.core.clock import day_in
from waymark.documents.item_records import RecordCount, counts_of, is_whole
from waymark.documents.items import refs_of
from waymark.documents.models.document import Document
from waymark.documents.package_data import Item, document_data
from waymark.documents.rows import DocumentRow, versions_of
from waymark.people.models.organisation import Organisation

Excluded = Callable[[Organisation], Iterable[str]]
# A sanctioned way to speak upward: the package that knows which controls were excluded says so here.
_excluding: list[Excluded] = []
IF_INCLUDED: Final = "if_control_included"


class Standing(models.TextChoices):
    """What there is of an item."""

    MISSING = "missing", _("Missing")
    DRAFTED = "drafted", _("Drafted")
    ELSEWHERE = "elsewhere", _("Kept elsewhere")
    PRESENT = "present", _("Present")
    NOT_NEEDED = "not_needed", _("Not needed")


class Demand(models.TextChoices):
    """Who asks for an item."""

    MUST = "must", _("Asked for by a clause")
    IF_INCLUDED = IF_INCLUDED, _("Asked for by a control, if included")
    CUSTOMARY = "customary", _("Customary")


def register_excluded(one: Excluded) -> None:
    """Let a package say which controls an organisation excluded; registering it again changes nothing."""
    if one not in _excluding:
        _excluding.append(one)


@dataclass(frozen=True, slots=True)
class MasterRow:
    """One item with its documents in use, and what the registers hold of it.

    `is_excluded` says that none of its controls was included.
    """

    item: Item
    documents: tuple[DocumentRow, ...]
    counts: tuple[RecordCount, ...]
    is_excluded: bool

    @property
    def version(self) -> int:
        """Return 1: an item of the package data is never edited."""
        return 1

    @property
    def refs(self) -> str:
        """Return its clauses and controls in one line."""
        return ", ".join(refs_of(self.item))

    @property
    def standing(self) -> Standing:
        """Return what there is of it; what is there counts, whether it is needed or not."""
        in_force = [one for one in self.documents if one.effective is not None and not one.document.is_elsewhere]
        if in_force or self.is_in_records:
            return Standing.PRESENT
        if any(one.document.is_elsewhere for one in self.documents):
            return Standing.ELSEWHERE
        if self.documents or self.records:
            return Standing.DRAFTED
        return Standing.NOT_NEEDED if self.is_excluded else Standing.MISSING

    @property
    def references(self) -> str:
        """Return the references of its documents in one line."""
        return ", ".join(one.reference for one in self.documents)

    @property
    def records(self) -> str:
        """Return what the registers hold of it in one line: the one record of a kind, or how many there are."""
        return ", ".join(one.in_words for one in self.counts if one.count)

    @property
    def can_be_whole(self) -> bool:
        """Return whether records alone can make it present."""
        return any(one.records.is_whole for one in self.counts)

    @property
    def is_in_records(self) -> bool:
        """Return whether records alone make it present."""
        return is_whole(self.counts)

    @property
    def newest_on(self) -> dt.date | None:
        """Return the newest day of what makes it present, or else of what there is: of a version, or of a record."""
        versions = [one.effective_from for one in self.documents]
        in_force = [one.newest_on for one in self.counts if one.records.is_whole] if self.is_in_records else []
        records = in_force or ([] if any(versions) else [one.newest_on for one in self.counts])
        return max((day for day in (*versions, *records) if day is not None), default=None)


def master_rows(organisation: Organisation) -> list[MasterRow]:
    """Return every item in the order of the list; three queries, and those of who knows excluded controls."""
    documents = list(Document.objects.of(organisation).current().select_related("owner").order_by("number"))
    for one in documents:
        one.organisation = organisation
    versions = versions_of(documents, brief=True)
    serving: dict[str, list[DocumentRow]] = {}
    for document in documents:
        row = DocumentRow(document, *versions.get(document.pk, (None, None)))
        for key in row.document.items:
            serving.setdefault(key, []).append(row)
    excluded = {ref for one in _excluding for ref in one(organisation)}
    counts = counts_of(organisation, day_in(organisation.time_zone))
    return [
        MasterRow(
            item,
            tuple(serving.get(item.id, ())),
            counts.get(item.id, ()),
            item.mandatory == IF_INCLUDED and bool(item.controls) and set(item.controls) <= excluded,
        )
        for item in document_data().items.values()
    ]
