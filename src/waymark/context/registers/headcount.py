"""The headcount as of a day, by site and AI role, employed and contracted, with totals."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.context.headcounts import HeadcountRow, headcount_on, totals_of
from waymark.context.models.headcount import Headcount, headcount_roles
from waymark.core.forms import Day
from waymark.records import filters
from waymark.records.cells import Choice, Kind
from waymark.records.registers import Column, ComputedRows, Filter, Reading, Register


def _rows(reading: Reading, asked: Mapping[str, Any]) -> Sequence[HeadcountRow]:
    day = asked.get("on") or reading.today
    rows = headcount_on(reading.reader.organisation, day)
    reading.kept.update({"on": day, "totals": totals_of(rows)})
    return rows


def _role(row: HeadcountRow) -> Choice:
    return Choice(row.role, dict(headcount_roles()).get(row.role, row.role))


def _people(count: Headcount | None) -> int | None:
    return count.people if count is not None else None


def _more(reading: Reading) -> Mapping[str, Any]:
    return {"on": reading.kept.get("on", reading.today), "totals": reading.kept.get("totals")}


HEADCOUNT: Final[Register[HeadcountRow]] = Register(
    name="headcounts",
    path="sites/headcount",
    word="headcount",
    label=_("Headcount"),
    intro=_(
        "People at each site by AI role, employed and contracted. A certification body asks for it; how many audit "
        "days follow from it is its own decision."
    ),
    source=ComputedRows(rows=_rows),
    columns=(
        Column(name="site", label=_("Site"), value=lambda row: row.site.name, opens=True, width=28),
        Column(name="role", label=_("AI role"), value=_role, kind=Kind.CHOICE, width=24),
        Column(name="employed", label=_("Employed"), value=lambda row: _people(row.employed), kind=Kind.NUMBER),
        Column(name="contracted", label=_("Contracted"), value=lambda row: _people(row.contracted), kind=Kind.NUMBER),
        Column(name="people", label=_("Together"), value=lambda row: row.people, kind=Kind.NUMBER),
        Column(name="counted_on", label=_("Last counted"), value=lambda row: row.newest.counted_on, kind=Kind.DAY),
    ),
    filters=(
        Filter(
            name="on",
            field=lambda _reader: Day(label=_("As of"), required=False),
            keeps=lambda _row, _value, _reading: True,
            selects=True,
        ),
        filters.choice(
            "role",
            headcount_roles(),
            label=_("AI role"),
            narrow=None,
            keeps=lambda row, value, _reading: row.role == value,
        ),
    ),
    address="site",
    key=lambda row: str(row.site.number),
    record=lambda row: row.newest,
    order="",
    nothing=(
        _("Nobody is counted yet"),
        _("Open a site and choose Add headcount: people by AI role, employed and contracted, as of a day."),
    ),
    page="context/headcounts.html",
    more=_more,
)
