"""Editing a draft of the scope: what it names has to be there, and is kept by number and title."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from waymark.context.models.factor import Factor
from waymark.context.models.need import Need, NeedState
from waymark.context.models.scope_version import ScopeVersion
from waymark.context.models.site import Site
from waymark.context.models.system import AISystem
from waymark.context.scope_content import Row
from waymark.context.scope_life import LIFECYCLE
from waymark.context.scope_rules import ScopeRecordWrong, ScopeSystemWrong, at_field, require_apart
from waymark.core.errors import RuleBroken
from waymark.core.text import normal
from waymark.people.models.organisation import Organisation
from waymark.trail.actors import Acts

_MODELS: Final[Mapping[str, Any]] = {"sites": Site, "factors": Factor, "needs": Need}


def cover(scope: ScopeVersion, *, sites: Sequence[int], systems: Sequence[int], by: Acts) -> None:
    """Name the sites and AI systems that the scope covers, by their numbers.

    Raises ScopeNotEditable, ScopeRecordWrong, ScopeSystemWrong and SystemInsideAndOutside.
    """
    LIFECYCLE.require(scope, "cover")
    named = {
        "sites": _records("sites", scope.organisation, sites),
        "systems": _systems(scope.organisation, systems),
    }
    require_apart(named["systems"], scope.outside_systems)
    scope.keep("cover", named, by=by)


def consider(scope: ScopeVersion, *, factors: Sequence[int], needs: Sequence[int], considered: str, by: Acts) -> None:
    """Name the factors and needs that shaped the scope, and say how. Raises ScopeNotEditable and ScopeRecordWrong."""
    LIFECYCLE.require(scope, "consider")
    named = {
        "factors": _records("factors", scope.organisation, factors),
        "needs": _records("needs", scope.organisation, needs),
    }
    scope.keep("consider", {**named, "considered": normal(considered)}, by=by)


def set_activity(
    scope: ScopeVersion, *, activity: str, ai_role: str = "", site: int | None = None, row: int | None = None, by: Acts
) -> None:
    """Add an activity, or change one. Raises ScopeNotEditable, ScopeRecordWrong and ScopeRowMissing."""
    LIFECYCLE.require(scope, "set_activity")
    found = _records("sites", scope.organisation, [site])[0] if site is not None else None
    values = {"activity": normal(activity), "ai_role": ai_role, "site": found}
    scope.set_row("set_activity", "activities", values, row=row, by=by)


def set_interface(
    scope: ScopeVersion, *, party: str, what: str, agreed_in: str = "", row: int | None = None, by: Acts
) -> None:
    """Add an interface, or change one. Raises ScopeNotEditable and ScopeRowMissing."""
    values = {"party": normal(party), "what": normal(what), "agreed_in": normal(agreed_in)}
    scope.set_row("set_interface", "interfaces", values, row=row, by=by)


def set_outside(scope: ScopeVersion, *, what: str, reason: str, row: int | None = None, by: Acts) -> None:
    """Say what lies outside, and why, or change that. Raises ScopeNotEditable and ScopeRowMissing."""
    scope.set_row("set_outside", "outside", {"what": normal(what), "reason": normal(reason)}, row=row, by=by)


def leave_out_system(scope: ScopeVersion, *, system: int, reason: str, by: Acts) -> None:
    """Leave an AI system outside, with its reason; one that is there already gets the new reason.

    Raises ScopeNotEditable, ScopeSystemWrong and SystemInsideAndOutside.
    """
    LIFECYCLE.require(scope, "leave_out_system")
    found = AISystem.objects.of(scope.organisation).filter(number=system).first()
    if found is None or found.is_retired:
        raise _wrong(system, _("is retired") if found else _("does not exist"), field="system")
    row = {"number": found.number, "title": found.name, "reason": normal(reason)}
    require_apart(scope.systems, [row])
    there = [one["number"] for one in scope.outside_systems]
    place = there.index(found.number) + 1 if found.number in there else None
    scope.set_row("leave_out_system", "outside_systems", row, row=place, by=by)


def named_today(scope: ScopeVersion) -> dict[str, list[Row]]:
    """Return what a scope names by its titles of today. Raises ScopeRecordWrong and ScopeSystemWrong."""
    numbers = {name: [one["number"] for one in getattr(scope, name)] for name in (*_MODELS, "systems")}
    found = {name: _records(name, scope.organisation, numbers[name]) for name in _MODELS}
    return {**found, "systems": _systems(scope.organisation, numbers["systems"])}


def _systems(organisation: Organisation, numbers: Sequence[int]) -> list[Row]:
    there = {one.number: one for one in AISystem.objects.of(organisation).filter(number__in=numbers)}
    for number in numbers:
        found = there.get(number)
        if found is None:
            raise _wrong(number, _("does not exist"))
        if found.is_retired:
            raise _wrong(number, _("is retired"))
    return [{"number": number, "title": there[number].name} for number in sorted(set(numbers))]


def _wrong(number: int, why: str, field: str = "systems") -> RuleBroken:
    broken = ScopeSystemWrong(
        _("SYS-%(number)d %(why)s.") % {"number": number, "why": why},
        way_out=_("Name AI systems of the inventory that are planned or in use."),
    )
    return at_field(field, broken)


def _records(name: str, organisation: Organisation, numbers: Sequence[int]) -> list[Row]:
    model = _MODELS[name]
    rows = model.objects.of(organisation).filter(number__in=numbers)
    in_use = rows.exclude(state=NeedState.DECLINED) if model is Need else rows.active()
    titles = {one.number: str(one) for one in in_use}
    for number in numbers:
        if number not in titles:
            sentence = _("%(prefix)s-%(number)d does not exist, or is no longer in use.")
            named = {"prefix": model.prefix, "number": number}
            raise at_field(name, ScopeRecordWrong(sentence % named, way_out=_("Choose from the list.")))
    return [{"number": number, "title": titles[number]} for number in sorted(set(numbers))]
