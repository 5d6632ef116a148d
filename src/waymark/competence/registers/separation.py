"""Where one member has both sides of an act. Computed: it follows from roles, from records and from the day."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.competence.registers.choices import member_filter
from waymark.competence.separations import SeparationFinding, asks_acts, find_separations
from waymark.competence.starter import starter
from waymark.core.text import holds_words
from waymark.people.readers import Reader
from waymark.records import columns, filters
from waymark.records.registers import ComputedRows, Filter, Reading, Register


def _rows(reading: Reading, _asked: Mapping[str, Any]) -> Sequence[SeparationFinding]:
    found = find_separations(reading.reader.organisation, reading.today)
    reading.kept["separations"] = found
    return found


def _rules(_reader: Reader) -> forms.ChoiceField:
    choices = [("", _("All rules")), *((one.id, f"{one.id} {one.act}") for one in starter().separations)]
    return forms.ChoiceField(required=False, choices=choices, label=_("Rule"))


def _more(reading: Reading) -> dict[str, Any]:
    """Return the seven rules: how often each is found, and whether records are asked beside the roles."""
    counts = Counter(one.separation.id for one in reading.kept.get("separations", ()))
    return {"rules": [(one, counts[one.id], asks_acts(one.id)) for one in starter().separations]}


def _holds(row: SeparationFinding, text: str, _reading: Reading) -> bool:
    return holds_words(f"{row.member.name} {row.separation.act} {row.what}", text)


SEPARATIONS: Final[Register[SeparationFinding]] = Register(
    name="separations",
    path="separations",
    word="separation",
    label=_("Separation of duties"),
    intro=_(
        "Members who have both sides of an act, by their AIMS roles or by what they did. Nothing is refused because of "
        "this list: what is done instead is shown beside it (5.3, 9.2.2)."
    ),
    source=ComputedRows(rows=_rows),
    columns=(
        columns.text("reference", _("Number"), of="key", width=14),
        columns.text("act", _("Act"), of="separation.act", width=30, sort=lambda row: row.separation.id),
        columns.person("member", _("Member")),
        columns.text("what", _("What was found"), opens=True, width=50, sort=lambda row: row.what.casefold()),
        columns.text("instead", _("What is done instead"), width=40),
        columns.text("rule", _("What the rule says"), of="separation.rule", width=50, only_in_files=True),
        columns.text("small", _("In a small organisation"), of="separation.small", width=50, only_in_files=True),
    ),
    filters=(
        filters.words_in(_holds, label=_("Member, act or role")),
        Filter(name="rule", field=_rules, keeps=lambda row, value, _reading: row.separation.id == value),
        member_filter(lambda row: row.member.pk),
        filters.tick(
            "open",
            label=_("Nothing noted instead"),
            narrow=None,
            keeps=lambda row, _reading: not row.instead,
        ),
    ),
    address="member",
    link=lambda row, _reading: row.url,
    key=lambda row: row.key,
    record=lambda row: row.record,
    order="",
    page="competence/separations.html",
    nothing=(
        _("No act is in one hand"),
        _("No member has both sides of an act, by their AIMS roles or by what is recorded."),
    ),
    more=_more,
)
