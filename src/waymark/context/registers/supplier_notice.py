"""The register of notices of suppliers, with the days that each step took."""

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.context.models.supplier_notice import NoticeState, SupplierNotice, notice_kinds
from waymark.people.rights import Can
from waymark.records import columns, filters
from waymark.records.cells import Choice, Kind
from waymark.records.kinds import RecordLine
from waymark.records.registers import Column, QuerySetRows, Reading, Register
from waymark.work.owners import owner_act

_TONES: Final = {NoticeState.ARRIVED: "warn", NoticeState.SCREENED: "pine", NoticeState.DECIDED: "pine"}
_KINDS: Final = {key: Choice(key, name) for key, name in notice_kinds()}
LATE: Final = Choice("came_late", _("Came late"), "late")
_OPEN: Final = "open"


def _supplier(row: SupplierNotice) -> RecordLine:
    one = row.supplier
    address = reverse("supplier", args=[row.organisation.slug, one.number])
    return RecordLine("context.supplier", one.pk, one.reference, one.name, address)


def _narrow(rows: Any, value: Any, _reading: Reading) -> Any:
    if value == _OPEN:
        return rows.open()
    return rows if value == filters.ALL else rows.filter(state=value)


def _keeps(one: SupplierNotice, value: Any, _reading: Reading) -> bool:
    return value in {filters.ALL, one.state} or (value == _OPEN and one.is_open)


SUPPLIER_NOTICES: Final[Register[SupplierNotice]] = Register(
    name="supplier_notices",
    path="supplier-notices",
    word="supplier-notice",
    label=_("Supplier notices"),
    intro=_("What suppliers announced or changed, from arrival until users were informed, with the days of each step."),
    source=QuerySetRows.of(
        SupplierNotice, prepare=lambda rows: rows.select_related("owner", "supplier", "organisation")
    ),
    columns=(
        columns.reference(),
        columns.text("title", _("Notice"), opens=True, width=40, badge=lambda one: LATE if one.came_late else None),
        Column(name="supplier", label=_("Supplier"), value=_supplier, kind=Kind.RECORD, width=28),
        Column(
            name="kind",
            label=_("Kind"),
            value=lambda row: _KINDS.get(row.kind) or Choice(row.kind, row.kind),
            kind=Kind.CHOICE,
            width=28,
        ),
        columns.owner(),
        columns.day("arrived_on", _("Arrived on")),
        columns.day("effective_on", _("Change takes effect"), only_in_files=True),
        columns.day(
            "screen_due_on",
            _("To be screened by"),
            is_late=lambda one, reading: one.is_screening_late(reading.today),
        ),
        columns.number("days_to_screen", _("Days to screen")),
        columns.number("days_to_decide", _("Days to decide")),
        columns.number("days_to_inform", _("Days to inform")),
        columns.choice("state", _("State"), NoticeState, tones=_TONES),
        columns.yes_no("came_late", _("Came late"), only_in_files=True),
        columns.text("screening", _("Screening"), width=40, only_in_files=True),
        columns.text("decision", _("Decision"), width=40, only_in_files=True),
        columns.text("informed", _("Who was informed"), width=40, only_in_files=True),
        columns.text("closed_reason", _("Why nobody was informed"), width=40, only_in_files=True),
    ),
    filters=(
        filters.words(lambda one: (one.title, one.details, one.screening, one.decision)),
        filters.field_choice("kind", notice_kinds(), label=_("Kind")),
        filters.owner(lambda one: one.owner_id),
        filters.tick(
            "came_late",
            label=_("Came late"),
            narrow=lambda rows, _reading: rows.that_came_late(),
            keeps=lambda one, _reading: one.came_late,
        ),
        filters.choice(
            "state",
            [(_OPEN, _("Open")), *NoticeState.choices, (filters.ALL, _("All"))],
            label=_("State"),
            narrow=_narrow,
            keeps=_keeps,
            as_chips=True,
            otherwise=_OPEN,
        ),
    ),
    acts=(owner_act(Can.WORK),),
    address="supplier_notice",
    changes="supplier_notice_changes",
    nothing=(
        _("No notices yet"),
        _("Open a supplier and choose Log notice when it announces a change, or when you find one."),
    ),
)
