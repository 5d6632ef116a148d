"""What the pages of documents and their versions show."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from waymark.core.comparing import Change, Comparison, Words, compare
from waymark.core.markdown_blocks import TextBlock, blocks_of
from waymark.documents.changing import KIND
from waymark.documents.choices import Content, VersionState
from waymark.documents.items import item_in_words, refs_served
from waymark.documents.models.campaign import Campaign
from waymark.documents.models.document import Document
from waymark.documents.models.version import DocumentVersion
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.readers import Reader
from waymark.records.texts import blocks_shown, named_in
from waymark.work.comments import Discussion, discussion_on

MOST_CAMPAIGNS: Final = 10
"""Campaigns that the page of a document names; their list has all."""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document with its versions, the newest first, and the text that readers get: that of the version in force."""

    document: Document
    versions: tuple[DocumentVersion, ...]
    effective: DocumentVersion | None
    open: DocumentVersion | None
    blocks: tuple[TextBlock, ...]
    items: tuple[tuple[str, str], ...]
    refs: tuple[str, ...]
    campaigns: tuple[Any, ...]

    @property
    def shown(self) -> DocumentVersion | None:
        """Return the version whose content stands on the page."""
        return self.effective

    def valid_on(self, day: dt.date) -> DocumentVersion | None:
        """Return the version that was in force on a day."""
        for one in self.versions:
            started = one.in_force and one.effective_from is not None and one.effective_from <= day
            if started and (one.ended_on is None or one.ended_on > day):
                return one
        return None


def document_view(document: Document, reader: Reader) -> DocumentView:
    """Return what the page of a document shows; a query for its versions, its text in force, and its campaigns each."""
    rows = document.versions.select_related("approved_by", "file").defer("text").newest_edition_first()
    versions = tuple(rows)
    for one in versions:
        one.document, one.organisation = document, document.organisation
    effective = next((one for one in versions if one.is_effective), None)
    campaigns: Any = Campaign.objects.of(document.organisation).on_document(document).with_progress().newest_first()
    text = effective.text if effective is not None and effective.content == Content.TEXT else ""
    return DocumentView(
        document=document,
        versions=versions,
        effective=effective,
        open=next((one for one in versions if one.is_open), None),
        blocks=blocks_shown(reader, text) if text else (),
        items=tuple((str(one), item_in_words(one)) for one in document.items),
        refs=refs_served(document.items, document.clauses),
        campaigns=tuple(campaigns[:MOST_CAMPAIGNS]),
    )


def text_blocks(organisation: Organisation, pk: int) -> tuple[TextBlock, ...]:
    """Return the blocks of the text of a version, by key, as comments hang on them; none of a file."""
    rows = DocumentVersion.objects.of(organisation).filter(pk=pk, content=Content.TEXT)
    text = rows.values_list("text", flat=True).first()
    return blocks_of(text) if text else ()


def base_of(version: DocumentVersion) -> DocumentVersion | None:
    """Return what a version is compared with: the one that was in force before it, the last that ever was; or None."""
    earlier = version.document.versions.filter(edition__lt=version.edition, in_force=True)
    found: DocumentVersion | None = earlier.exclude(state=VersionState.DISPOSED).newest_edition_first().first()
    return found


@dataclass(frozen=True, slots=True)
class ComparedBlock:
    """Two blocks side by side, each None where a side has none; `words` of one that changed."""

    before: TextBlock | None
    after: TextBlock | None
    change: str
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """A version beside another one, block by block."""

    before: DocumentVersion
    after: DocumentVersion
    rows: tuple[ComparedBlock, ...]
    comparison: Comparison

    @property
    def is_same(self) -> bool:
        """Return whether no block differs."""
        return self.comparison.is_same

    @property
    def counts(self) -> tuple[int, int, int]:
        """Return how many blocks were changed, added and removed."""
        count = self.comparison.count
        return count(Change.CHANGED), count(Change.ADDED), count(Change.REMOVED)


def comparison_view(before: DocumentVersion, after: DocumentVersion, reader: Reader) -> ComparisonView:
    """Return two versions side by side; a version that is a file has no blocks."""
    named = named_in(reader, [before.text, after.text])
    left, right = blocks_of(before.text, named), blocks_of(after.text, named)
    found = compare([one.source for one in left], [one.source for one in right])
    rows = tuple(
        ComparedBlock(
            left[one.before] if one.before is not None else None,
            right[one.after] if one.after is not None else None,
            one.change.value,
            one.words,
        )
        for one in found.rows
    )
    return ComparisonView(before, after, rows, found)


def discussions_of(view: ComparisonView, member: Member) -> tuple[Discussion | None, Discussion | None]:
    """Return what was said about the blocks of both versions, the older first; a query for each."""
    sides = (
        (view.before, [row.before for row in view.rows if row.before is not None]),
        (view.after, [row.after for row in view.rows if row.after is not None]),
    )
    older, newer = (discussion_on(member, (KIND, one.pk), blocks) for one, blocks in sides)
    return older, newer
