"""A version of a document on paper or as Markdown: its head, its text, its changes and its signatures.

What is printed of a signature can be recomputed: it names the SHA-256, and where the signed bytes are to be had.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.core.clock import day_in
from waymark.core.dates import day
from waymark.core.markdown import plain_of
from waymark.core.markdown_blocks import TextBlock, blocks_of, plain_cells
from waymark.documents.changing import KIND
from waymark.documents.choices import Content
from waymark.documents.items import item_in_words, refs_served
from waymark.documents.marks import in_cell, literal
from waymark.documents.models.version import DocumentVersion
from waymark.reports.logo import logo_of
from waymark.reports.paper import Block, Column, Heading, Kind, Paper, Paragraph, Table
from waymark.signing.meanings import Meaning
from waymark.signing.models.signature import Signature
from waymark.signing.queries import signatures_on

_NAMED: Final = re.compile(r"\[\[([A-Za-z0-9][A-Za-z0-9.\-/]{0,47})\]\]")
_NARROWEST, _WIDEST = 6, 40
_CHANGES: Final = ("version", "date", "author", "approver", "reason", "summary")


def document_paper(version: DocumentVersion) -> Paper:
    """Return a version as a paper; four queries."""
    organisation = version.organisation
    signatures = _signatures(version)
    return Paper(
        title=version.title,
        subtitle=f"{version.called} · {version.get_state_display()}",
        organisation=organisation.name,
        as_of=version.effective_from or version.approved_on or day_in(organisation.time_zone),
        reference=version.document.reference,
        running=f"{version.document.reference} {version.title} · {version.called}",
        sample=organisation.sample,
        logo=logo_of(organisation),
        notice=_notice(version),
        blocks=(
            _table(_("About this document"), list(_head(version, signatures))),
            *_content(version),
            Heading(_("Change history")),
            _history(version),
            *(Heading(_("Signatures")) for _one in signatures[:1]),
            *(Paragraph(sentence_of(one)) for one in signatures),
        ),
    )


def document_markdown(version: DocumentVersion) -> str:
    """Return a version as one text in Markdown; four queries."""
    signatures = _signatures(version)
    parts = [f"# {literal(version.title)}", literal(version.organisation.name), literal(_notice(version))]
    parts.append(_as_markdown((_("Item"), _("Content")), list(_head(version, signatures))))
    is_text = version.content == Content.TEXT and not version.is_disposed
    parts += [version.text.strip()] if is_text else [literal(_elsewhere(version))]
    table = _history(version)
    rows = [[str(cell or "") for cell in row] for row in table.rows]
    parts += [f"## {_('Change history')}", _as_markdown([one.label for one in table.columns], rows)]
    if signatures:
        parts += [f"## {_('Signatures')}", *(literal(sentence_of(one)) for one in signatures)]
    return "\n\n".join(part for part in parts if part) + "\n"


def sentence_of(signature: Signature) -> str:
    """Return the sentence by which a signature is verified, with the address of the bytes that were signed."""
    item = signature.item
    address = reverse("signed_text", args=[signature.organisation.slug, item.request.number, item.position])
    return f"{signature.sentence} {_('The signed text is at %(address)s') % {'address': address}}"


def _signatures(version: DocumentVersion) -> Sequence[Signature]:
    found = signatures_on(version.organisation, KIND, [version.pk]).get(version.pk, [])
    for one in found:
        one.organisation = version.organisation
    return [one for one in found if one.meaning != Meaning.READ]


def _notice(version: DocumentVersion) -> str:
    if version.is_effective:
        return ""
    if version.ended_on is not None:
        return _("This version is not in force since %(day)s.") % {"day": day(version.ended_on)}
    return _("This version is not in force: %(state)s.") % {"state": version.get_state_display()}


def _head(version: DocumentVersion, signatures: Sequence[Signature]) -> Iterator[tuple[str, str]]:
    document = version.document
    approved = [version.approver, day(version.approved_on) if version.approved_on else ""]
    outside = (
        [_("outside Waymark"), version.outside_proof, version.outside_file_name] if version.approved_outside else []
    )
    yield _("Organisation"), version.organisation.name
    yield _("Title"), version.title
    yield _("Reference"), document.reference
    yield _("Version"), str(version.edition)
    yield _("State"), str(version.get_state_display())
    yield _("Classification"), str(document.get_classification_display())
    yield _("Owner"), document.owner.name if document.owner else ""
    yield _("Author"), version.author_names
    yield _("Reviewer"), ", ".join(one.name for one in signatures if one.meaning == Meaning.REVIEWED)
    yield _("Approved by"), ", ".join(filter(None, [*approved, *outside]))
    yield _("Effective from"), day(version.effective_from) if version.effective_from else ""
    yield _("Next review"), day(document.next_review_on) if document.next_review_on else ""
    yield _("Serves"), "\n".join(item_in_words(one) for one in document.items)
    yield _("Clauses and controls"), ", ".join(refs_served(document.items, document.clauses))


def _content(version: DocumentVersion) -> Iterator[Block]:
    if version.is_disposed or version.content != Content.TEXT:
        yield Paragraph(_elsewhere(version))
        return
    text = _NAMED.sub(lambda found: found[1], version.text)
    for block in blocks_of(text):
        yield from _block(block)


def _elsewhere(version: DocumentVersion) -> str:
    if version.is_disposed:
        return _("Text and file were removed after the retention time.")
    if version.file is not None:
        known = {"name": version.file_name, "sha256": version.file.sha256}
        return _("The controlled content is the file %(name)s. SHA-256 of the file: %(sha256)s") % known
    return _("Kept at %(place)s.") % {"place": version.kept_at}


def _block(block: TextBlock) -> Iterator[Block]:
    if block.kind == "heading":
        # The title of the paper stands above the headings of the text.
        yield Heading(plain_of(block.source), level=max(1, block.level - 1))
    elif block.kind == "table":
        head, *rows = plain_cells(block.source)
        columns = tuple(
            Column(f"c{at}", label, min(_WIDEST, max(_NARROWEST, len(label), *(len(row[at]) for row in rows), 0)))
            for at, label in enumerate(head)
        )
        yield Table("", columns, tuple(rows))
    elif block.kind not in {"rule", "address"}:
        yield Paragraph(plain_of(block.source), quiet=block.kind == "quote")


def _history(version: DocumentVersion) -> Table:
    earlier = version.document.versions.filter(edition__lte=version.edition).select_related("approved_by")
    rows = tuple(
        (
            one.edition,
            one.approved_on,
            one.author_names,
            one.approver,
            one.reason,
            one.summary,
        )
        for one in earlier.defer("text").order_by("-edition")
    )
    labels = (_("Version"), _("Approved"), _("Author"), _("Approved by"), _("Reason for change"), _("Summary"))
    widths = (8, 12, 18, 18, 30, 40)
    kinds = (Kind.NUMBER, Kind.DATE, *[Kind.TEXT] * 4)
    columns = tuple(Column(*one) for one in zip(_CHANGES, labels, widths, kinds, strict=True))
    return Table("", columns, rows)


def _table(caption: str, rows: Sequence[tuple[str, str]]) -> Table:
    columns = (Column("item", _("Item"), 24), Column("text", _("Content"), 90))
    return Table(caption=caption, columns=columns, rows=tuple(rows))


def _as_markdown(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *([in_cell(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
