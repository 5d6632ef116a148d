"""The queue of requests for AI systems: what waits to be taken into the inventory, apart from all its figures."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Count, Min
from django.utils.translation import gettext_lazy as _

from waymark.context.models.system_request import SystemRequest
from waymark.context.request_choices import AboutPeople, Maker, Matters, RequestState, Stands
from waymark.people.rights import Can
from waymark.records import columns, filters
from waymark.records.cells import Kind
from waymark.records.kinds import RecordLine
from waymark.records.registers import Column, Filter, QuerySetRows, Reading, Register

OPEN: Final = "open"


def _system(row: SystemRequest) -> RecordLine | None:
    one = row.system
    return RecordLine("context.aisystem", one.pk, one.reference, one.name, "") if one is not None else None


def _keeps(row: SystemRequest, value: Any) -> bool:
    return row.is_open if value == OPEN else value in {filters.ALL, row.state}


def _narrow(rows: Any, value: Any) -> Any:
    if value == OPEN:
        return rows.open()
    return rows if value == filters.ALL else rows.filter(state=value)


def _queue(reading: Reading) -> Mapping[str, Any]:
    """Return how many imported candidates wait, and since when the oldest does."""
    waiting = SystemRequest.objects.of(reading.reader.organisation).open().imported()
    found = waiting.aggregate(count=Count("pk"), oldest=Min("filed_on"))
    return {"imported": found["count"], "oldest_imported": found["oldest"]}


STATE: Final[Filter[Any]] = filters.choice(
    "state",
    [(OPEN, _("Open")), *RequestState.choices, (filters.ALL, _("All"))],
    label=_("State"),
    narrow=lambda rows, value, _reading: _narrow(rows, value),
    keeps=lambda row, value, _reading: _keeps(row, value),
    as_chips=True,
    otherwise=OPEN,
)
IMPORTED: Final[Filter[Any]] = filters.tick(
    "imported",
    label=_("Imported"),
    narrow=lambda rows, _reading: rows.imported(),
    keeps=lambda row, _reading: row.is_imported,
)
REQUESTS: Final[Register[SystemRequest]] = Register(
    name="system_requests",
    path="system-requests",
    word="system-request",
    label=_("Proposed AI systems"),
    intro=_(
        "What members use or would like to use, and what was imported. It counts in no figure before it is in the "
        "inventory (4.1, A.4.2)."
    ),
    source=QuerySetRows.of(
        SystemRequest, prepare=lambda rows: rows.select_related("owner", "filed_by", "system", "merged_into")
    ),
    columns=(
        columns.reference(),
        columns.text("name", _("Name"), opens=True),
        columns.text("purpose", _("Purpose"), width=44, only_in_files=True),
        columns.text("users", _("Who works with it"), only_in_files=True),
        columns.choice("state", _("State"), RequestState, tones={RequestState.WAITING: "warn"}),
        columns.choice("stands", _("How far it is"), Stands),
        columns.choice("maker", _("Who makes it"), Maker, only_in_files=True),
        columns.text("supplier_name", _("Supplier or product"), only_in_files=True),
        columns.choice("about_people", _("Data about people"), AboutPeople, only_in_files=True),
        columns.choice("matters", _("Matters to others"), Matters, only_in_files=True),
        columns.person("filed_by", _("Proposed by")),
        columns.day("filed_on", _("Proposed on")),
        columns.text("found_by", _("Imported from")),
        columns.owner(),
        Column(name="system", label=_("AI system"), value=_system, kind=Kind.RECORD, only_in_files=True),
        columns.text("reason", _("Reason"), width=40, only_in_files=True),
        columns.day("settled_on", _("Closed on"), only_in_files=True),
    ),
    filters=(
        filters.words(lambda one: (one.name, one.purpose, one.users, one.supplier_name)),
        filters.owner(lambda one: one.owner_id),
        filters.field_choice("stands", Stands.choices, label=_("How far it is")),
        IMPORTED,
        STATE,
    ),
    address="system_request",
    new="system_request_new",
    new_label=_("Propose AI system"),
    new_right=Can.READ,
    page="context/system_requests.html",
    more=_queue,
    nothing=(
        _("No open requests"),
        _("Anyone in the organisation proposes an AI system or a use of AI here, in less than five minutes."),
    ),
)
