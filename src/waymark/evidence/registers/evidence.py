"""The register of evidence."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.evidence.freshness import LOWERING, Check, Condition
from waymark.evidence.kinds import Confidentiality, EvidenceKind
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.queries import (
    Row,
    counts_of,
    rows_of,
    rows_of_hits,
    with_links,
)
from waymark.evidence.related import own_records
from waymark.evidence.search.index import MOST_HITS, Hit, find
from waymark.people.rights import Can
from waymark.records import columns, filters
from waymark.records.cells import Choice, Kind
from waymark.records.kinds import RecordLine
from waymark.records.picking import RecordField
from waymark.records.registers import Column, Filter, QuerySetRows, Reading, Register, Search
from waymark.work.owners import owner_act

USED, UNVERIFIED, LOWERED = "used", "unverified", "lowering"
"""Names of conditions of a list beside those of a piece of evidence."""
_TONES = {
    Condition.FRESH: "good",
    Condition.SOON: "warn",
    Condition.STALE: "late",
    Condition.EXPIRED: "late",
    Condition.REJECTED: "late",
    Condition.EMPTY: "late",
}

_CONFIDENTIAL = Choice("confidential", _("confidential"), "line")
_UNVERIFIED_BADGE = Choice(UNVERIFIED, Check.UNVERIFIED.label, "line")


def _narrow(rows: Any, value: str, reading: Reading) -> Any:
    if value == UNVERIFIED:
        return rows.unverified()
    if value == LOWERED:
        return rows.going_stale_by(reading.today)
    return rows.in_use() if value == USED else rows.in_condition(value, reading.today)


def _keeps(row: Row, value: str, _reading: Reading) -> bool:
    if value == UNVERIFIED:
        return row.is_unverified
    if value == LOWERED:
        return row.condition in LOWERING
    return row.condition != Condition.RETIRED if value == USED else row.condition == value


def _behind(line: RecordLine, reading: Reading) -> Any:
    """Return the keys of what is linked to a record, or to what counts as evidence of it too."""
    records = {(line.kind, line.pk), *own_records(reading.reader, line.kind, line.pk)}
    links = EvidenceLink.objects.of(reading.reader.organisation).unended().to_any(records)
    return links.values_list("evidence", flat=True)


def _counts(reading: Reading) -> Mapping[str, Any]:
    return {"counts": counts_of(EVIDENCE_ROWS.rows(reading.reader), reading.today)}


def _hits(rows: Any, text: str, reading: Reading) -> Sequence[Hit]:
    return find(reading.reader.organisation.pk, text, allowed=rows, limit=MOST_HITS)


EVIDENCE_ROWS: Final[QuerySetRows[Row]] = QuerySetRows.of(
    Evidence, prepare=with_links, wrap=lambda items, reading: rows_of(items, reading.today)
)

EVIDENCE: Final[Register[Row]] = Register(
    name="evidence",
    path="evidence",
    word="evidence",
    label=_("Evidence"),
    intro=_("Dated, hashed, checked by someone else, and linked to the requirements it supports (7.5, 9.1)."),
    source=EVIDENCE_ROWS,
    search=Search(hits=_hits, show=lambda rows, hits, reading: rows_of_hits(rows, hits, reading.today)),
    columns=(
        columns.number("number", _("Serial number"), of="evidence.number", only_in_files=True),
        columns.reference(of="evidence.reference", width=9),
        columns.text(
            "title",
            _("What it shows"),
            of="evidence.title",
            opens=True,
            badge=lambda row: _CONFIDENTIAL if row.evidence.is_confidential else None,
            note=lambda row: row.snippet,
            width=40,
        ),
        columns.choice("kind", _("Kind"), EvidenceKind, of="evidence.kind", only_in_files=True, width=20),
        columns.choice(
            "confidentiality",
            _("Confidentiality"),
            Confidentiality,
            of="evidence.confidentiality",
            only_in_files=True,
            width=20,
        ),
        columns.choice(
            "condition",
            _("Condition"),
            Condition,
            tones=_TONES,
            tone="line",
            badge=lambda row: _UNVERIFIED_BADGE if row.is_unverified else None,
            note=lambda row: row.because,
        ),
        columns.text("because", _("Why"), only_in_files=True, width=30),
        columns.choice("check", _("Check"), Check, of="evidence.check_state", only_in_files=True),
        columns.day("captured_on", _("Collected"), of="evidence.captured_on"),
        columns.day("fresh_until", _("Fresh until"), of="evidence.fresh_until", only_in_files=True),
        columns.day("valid_until", _("Valid until"), of="evidence.valid_until", is_sortable=False, only_in_files=True),
        Column(
            name="good_until",
            label=_("Good until"),
            value=lambda row: row.evidence.age.good_until if row.evidence.captured_on else None,
            kind=Kind.DAY,
            sort=("fresh_until",),
        ),
        columns.owner(of="evidence.owner"),
        columns.number("uses", _("Evidence for"), of="links", width=8),
    ),
    filters=(
        filters.words(
            lambda row: (row.evidence.title, row.evidence.about), label=_("Title, notes, or the text of files")
        ),
        filters.field_choice("kind", EvidenceKind.choices, label=_("Kind"), value_of=lambda row: row.evidence.kind),
        filters.owner(lambda row: row.evidence.owner_id),
        Filter(
            name="for",
            field=lambda reader: RecordField(reader, label=_("Evidence for")),
            narrow=lambda rows, line, reading: rows.filter(pk__in=_behind(line, reading)),
            keeps=lambda row, line, reading: row.evidence.pk in set(_behind(line, reading)),
            by_link=True,
        ),
        filters.tick(
            "unused",
            label=_("Not linked"),
            narrow=lambda rows, _reading: rows.unused(),
            keeps=lambda row, _reading: not row.links,
        ),
        filters.choice(
            "condition",
            [
                (USED, _("In use")),
                (LOWERED, _("No longer counts as evidence")),
                (UNVERIFIED, _("Unverified")),
                *Condition.choices,
            ],
            label=_("Condition"),
            narrow=_narrow,
            keeps=_keeps,
            as_chips=True,
            otherwise=USED,
        ),
    ),
    acts=(owner_act(Can.COLLECT, needed=True),),
    key=lambda row: str(row.evidence.number),
    record=lambda row: row.evidence,
    address="evidence_item",
    changes="evidence_changes",
    new="evidence_new",
    new_label=_("Add evidence"),
    new_right=Can.COLLECT,
    nothing=(
        _("No evidence yet"),
        _(
            "Add a file, a link or interview notes once, and link it to every requirement it supports. It "
            "stays dated and hashed, and someone else checks it."
        ),
    ),
    more=_counts,
    page="evidence/items.html",
)
