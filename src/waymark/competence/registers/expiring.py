"""What about people ends soon. Computed: it follows from proofs, roles and the day."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.competence.expiring import Ending, EndingKind, endings
from waymark.competence.registers.choices import member_filter
from waymark.core.text import holds_words
from waymark.records import columns, filters
from waymark.records.registers import ComputedRows, Reading, Register

_WITHIN: Final = {
    "30": _("Within 30 days"),
    "60": _("Within 60 days"),
    "90": _("Within 90 days"),
}


def _rows(reading: Reading, _asked: Mapping[str, Any]) -> Sequence[Ending]:
    return endings(reading.reader.organisation, reading.today)


def _ends_within(row: Ending, days: str, reading: Reading) -> bool:
    return row.ends_on <= reading.today + dt.timedelta(days=int(days))


def _holds(row: Ending, text: str, _reading: Reading) -> bool:
    return holds_words(f"{row.member.name} {row.role_title} {row.title}", text)


EXPIRING: Final[Register[Ending]] = Register(
    name="expiring",
    path="expiring",
    word="expiry",
    label=_("About to expire"),
    intro=_(
        "Proofs of competence, assignments of AIMS roles and awareness of topics that end within 90 days, or have "
        "ended and were not renewed (7.2, 7.3)."
    ),
    source=ComputedRows(rows=_rows),
    columns=(
        columns.text("reference", _("Number"), of="key", width=12),
        columns.text("title", _("What ends"), opens=True, width=44, sort=lambda row: row.title.casefold()),
        columns.choice("kind", _("Kind"), EndingKind, width=26),
        columns.person("member", _("Member")),
        columns.text("role", _("AIMS role"), of="role_title", sort=lambda row: row.role_title.casefold()),
        columns.day(
            "ends_on", _("Last day"), is_late=lambda row, reading: row.ends_on < reading.today, is_sortable=False
        ),
    ),
    filters=(
        filters.words_in(_holds, label=_("Member, role, competence or topic")),
        filters.choice(
            "kind",
            EndingKind.choices,
            label=_("Kind"),
            narrow=None,
            keeps=lambda row, value, _reading: row.kind == value,
        ),
        member_filter(lambda row: row.member.pk),
        filters.choice(
            "within",
            list(_WITHIN.items()),
            label=_("Ends"),
            narrow=None,
            keeps=_ends_within,
            as_chips=True,
            otherwise="90",
        ),
    ),
    address="aims_role",
    link=lambda row, _reading: row.url,
    key=lambda row: row.key,
    record=lambda row: row.record,
    order="",
    nothing=(
        _("Nothing is about to expire"),
        _("No proof, no assignment of an AIMS role and no awareness of a topic ends within 90 days."),
    ),
)
