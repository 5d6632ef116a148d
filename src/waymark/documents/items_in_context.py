"""Which records of clause 4, the inventory and suppliers are items of the master list, or a draft or a part of one."""

import datetime as dt
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from waymark.context.models.factor import Factor
from waymark.context.models.need import Need, NeedState
from waymark.context.models.obligation import Obligation
from waymark.context.models.party import Party
from waymark.context.models.planned_change import ChangeState, PlannedChange
from waymark.context.models.scope_version import ScopeVersion
from waymark.context.models.supplier import Supplier
from waymark.context.models.system import AISystem
from waymark.context.models.system_answer import SystemAnswer
from waymark.context.models.system_request import SystemRequest
from waymark.context.scope_life import CURRENT, ScopeState
from waymark.documents.item_records import ItemRecords, Rows
from waymark.people.models.organisation import Organisation

_RESOURCES: Final = ("data_sets", "tooling", "computing", "people_needed")
_CUSTOMERS: Final = ("customers", "users")
_REPORTING: Final = "A.8.5"


def _scope_in_force(organisation: Organisation, _day: dt.date) -> Any:
    return ScopeVersion.objects.of(organisation).effective()


def _scope_ahead(organisation: Organisation, _day: dt.date) -> Any:
    ahead = [one for one in CURRENT if one != ScopeState.EFFECTIVE]
    return ScopeVersion.objects.of(organisation).filter(state__in=ahead)


def _factors(organisation: Organisation, _day: dt.date) -> Any:
    return Factor.objects.of(organisation).active()


def _climate(organisation: Organisation, _day: dt.date) -> Any:
    return Factor.objects.of(organisation).on_climate()


def _parties(organisation: Organisation, _day: dt.date) -> Any:
    return Party.objects.of(organisation).active()


def _customer_needs(organisation: Organisation, _day: dt.date) -> Any:
    rows = Need.objects.of(organisation).of_parties_in_use().filter(party__kind__in=_CUSTOMERS)
    return rows.exclude(state=NeedState.OPEN)


def _obligations(organisation: Organisation, _day: dt.date) -> Any:
    return Obligation.objects.of(organisation).owed_by_us()


def _reporting(organisation: Organisation, day: dt.date) -> Any:
    return _obligations(organisation, day).filter(met_by__contains=_REPORTING)


def _changes(*states: str) -> Rows:
    return lambda organisation, _day: PlannedChange.objects.of(organisation).filter(state__in=states)


def _suppliers(organisation: Organisation, _day: dt.date) -> Any:
    return Supplier.objects.of(organisation).active()


def _responsible(organisation: Organisation, day: dt.date) -> Any:
    return _suppliers(organisation, day).exclude(responsibilities="")


def _reviewed(organisation: Organisation, day: dt.date) -> Any:
    return _suppliers(organisation, day).filter(reviewed_on__isnull=False)


def _requests(organisation: Organisation, _day: dt.date) -> Any:
    return SystemRequest.objects.of(organisation).open()


def _systems(organisation: Organisation, _day: dt.date) -> Any:
    return AISystem.objects.of(organisation).current()


def _with_roles(organisation: Organisation, day: dt.date) -> Any:
    return _systems(organisation, day).exclude(roles=[])


def _measured(organisation: Organisation, day: dt.date) -> Any:
    return _systems(organisation, day).filter(metrics__value__isnull=False)


def _limited(organisation: Organisation, day: dt.date) -> Any:
    return _systems(organisation, day).filter(Q(metrics__least__isnull=False) | Q(metrics__most__isnull=False))


def _answered(*fields: str) -> Rows:
    """Return a question for the systems of which each of some details is answered."""

    def rows(organisation: Organisation, day: dt.date) -> Any:
        found = _systems(organisation, day)
        for name in fields:
            found = found.filter(_has_answer(name))
        return found

    return rows


def _some_resource(organisation: Organisation, day: dt.date) -> Any:
    return _systems(organisation, day).filter(_has_answer(*_RESOURCES))


def _has_answer(*fields: str) -> Exists:
    answers = SystemAnswer.objects.filter(system=OuterRef("pk"), field__in=fields)
    return Exists(answers.filter(~Q(text="") | ~Q(picked=[])))


_APPROVED: Final = (ChangeState.APPROVED, ChangeState.COMPLETED)
_NOT_YET: Final = (ChangeState.PROPOSED,)
_CHANGES, _PROPOSED = _("Changes that were approved or completed"), _("Proposed changes")
_AHEAD, _WAITING = _("Versions that are not in force yet"), _("Proposed AI systems that wait for a decision")
_QUALITY, _USES = _("AI systems whose quality of data is recorded"), _("AI systems whose intended uses are recorded")
_CHECKED: Final = _("Suppliers that were reviewed")
_ALL_RECORDED: Final = _("AI systems with data, tools, computing and people recorded")
_PREPARED: Final = _("AI systems whose data sets and preparation are recorded")
_DECIDED: Final = _("Needs of customers and users that were decided on")
FROM_CONTEXT: Final = (
    ItemRecords(
        ("M-01",),
        ScopeVersion,
        _("Version in force"),
        _scope_in_force,
        "scope_versions",
        "?state=effective",
        "effective_from",
    ),
    ItemRecords.part(("M-01",), ScopeVersion, _AHEAD, _scope_ahead, "scope_versions"),
    ItemRecords.part(
        ("M-15",),
        PlannedChange,
        _("Completed changes"),
        _changes(ChangeState.COMPLETED),
        "planned_changes",
        "?state=completed",
        "completed_on",
    ),
    ItemRecords(
        ("M-19",),
        AISystem,
        _("AI systems with measured values"),
        _measured,
        "systems",
        newest="metrics__measured_on",
    ),
    ItemRecords.part(("C-13", "X-10"), AISystem, _("AI systems with limits for their measures"), _limited, "systems"),
    ItemRecords(("C-04",), AISystem, _ALL_RECORDED, _answered(*_RESOURCES), "systems"),
    ItemRecords.part(("C-04",), AISystem, _("AI systems with some resources recorded"), _some_resource, "systems"),
    ItemRecords.part(("C-17",), AISystem, _PREPARED, _answered("data_sets", "data_preparation"), "systems"),
    ItemRecords.part(("C-18",), AISystem, _QUALITY, _answered("data_quality"), "systems"),
    ItemRecords(("C-24",), Obligation, _("Obligations to report, met by A.8.5"), _reporting, "obligations"),
    ItemRecords.part(("C-27",), AISystem, _USES, _answered("intended_uses"), "systems"),
    ItemRecords(("C-28",), Supplier, _("Suppliers with shared responsibilities"), _responsible, "suppliers"),
    ItemRecords.part(("C-29",), Supplier, _CHECKED, _reviewed, "suppliers", newest="reviewed_on"),
    ItemRecords(("C-30",), Need, _DECIDED, _customer_needs, "needs"),
    ItemRecords(("X-01",), Factor, _("Factors in use"), _factors, "factors"),
    ItemRecords(("X-01",), Factor, _("Decision on climate change"), _climate, "factors"),
    ItemRecords(("X-01",), AISystem, _("AI systems with our roles"), _with_roles, "systems"),
    ItemRecords(("X-02",), Party, _("Interested parties in use"), _parties, "parties"),
    ItemRecords(("X-02",), Obligation, _("Obligations in force"), _obligations, "obligations"),
    ItemRecords(("X-04",), AISystem, _("AI systems planned or in use"), _systems, "systems"),
    ItemRecords.part(("X-04",), SystemRequest, _WAITING, _requests, "system_requests"),
    ItemRecords(
        ("X-05",), PlannedChange, _CHANGES, _changes(*_APPROVED), "planned_changes", "?state=all", newest="approved_on"
    ),
    ItemRecords.part(("X-05",), PlannedChange, _PROPOSED, _changes(*_NOT_YET), "planned_changes", "?state=proposed"),
)
