"""How each member stands with what their roles need. Computed: it follows from roles, proofs and the day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.competence.registers.choices import member_filter, role_filter
from waymark.competence.standing import SHAPES, CompetenceLine, Standing, competence_lines, counts_of
from waymark.core import charts
from waymark.core.text import holds_words
from waymark.records import columns, filters
from waymark.records.cells import Choice, Kind
from waymark.records.registers import Column, ComputedRows, Reading, Register

_CELLS: Final = {one: Choice(one.value, one.label, shape=SHAPES[one]) for one in Standing}


def _rows(reading: Reading, _asked: Mapping[str, Any]) -> Sequence[CompetenceLine]:
    found = competence_lines(reading.reader.organisation, reading.today)
    reading.kept["competence"] = found
    return found


def _link(row: CompetenceLine, reading: Reading) -> str:
    slug = reading.reader.organisation.slug
    if row.proof is not None:
        return reverse("competence_proof", args=[slug, row.proof.number])
    return reverse("competence", args=[slug, row.competence.number])


def _more(reading: Reading) -> dict[str, Any]:
    """Return the picture: what all roles ask, role by role, whatever the filters of the list leave."""
    lines = reading.kept.get("competence", ())
    by_role: dict[tuple[int, str], list[CompetenceLine]] = defaultdict(list)
    for line in lines:
        by_role[line.role.pk, line.role.title].append(line)
    picture = [(pk, title, counts := counts_of(some), _bar(counts)) for (pk, title), some in by_role.items()]
    return {"picture": picture, "standings": [(one, SHAPES[one]) for one in Standing], "counts": counts_of(lines)}


def _bar(counts: Mapping[str, int]) -> charts.Bar:
    return charts.stacked_bar({SHAPES[one]: counts[one.value] for one in Standing})


def _holds(row: CompetenceLine, text: str, _reading: Reading) -> bool:
    return holds_words(f"{row.member.name} {row.role.title} {row.competence.title}", text)


STANDING: Final[Register[CompetenceLine]] = Register(
    name="competence_standing",
    path="competence",
    word="competence-line",
    label=_("Competence"),
    intro=_("What the AIMS roles ask of those who hold them, and whether a proof shows it today (7.2)."),
    source=ComputedRows(rows=_rows),
    columns=(
        columns.text("reference", _("Number"), of="key", width=12),
        columns.text(
            "competence",
            _("Competence"),
            of="competence.title",
            opens=True,
            width=44,
            sort=lambda row: row.competence.title.casefold(),
        ),
        columns.person("member", _("Member")),
        columns.text("role", _("AIMS role"), of="role.title", sort=lambda row: row.role.title.casefold()),
        Column(
            name="standing",
            label=_("State"),
            value=lambda row: _CELLS[row.standing],
            kind=Kind.CHOICE,
            sort=lambda row: list(Standing).index(row.standing),
        ),
        columns.day(
            "valid_until",
            _("Valid until"),
            is_late=lambda row, reading: row.valid_until < reading.today,
            is_sortable=False,
        ),
        Column(
            name="proof",
            label=_("Proof"),
            value=lambda row: row.proof.reference if row.proof is not None else "",
            only_in_files=True,
        ),
    ),
    filters=(
        filters.words_in(_holds, label=_("Member, role or competence")),
        member_filter(lambda row: row.member.pk),
        role_filter(lambda row: row.role.pk),
        filters.choice(
            "standing",
            Standing.choices,
            label=_("State"),
            narrow=None,
            keeps=lambda row, value, _reading: row.standing == value,
            as_chips=True,
        ),
    ),
    address="competence",
    link=_link,
    key=lambda row: row.key,
    record=lambda row: row.competence,
    order="",
    page="competence/standing.html",
    nothing=(
        _("Nothing to show yet"),
        _("Adopt AIMS roles, assign them, and this list shows what their holders need to be able to do."),
    ),
    more=_more,
)
