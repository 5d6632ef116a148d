"""The one door for triggers: each firing is a record; what is due already is covered and never due twice."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.context.events import TriggerEvent
from waymark.context.inventory.choices import ChangeKind
from waymark.context.inventory.reading import inventory
from waymark.context.models.system import AISystem
from waymark.context.models.trigger import ASPECTS, SystemTrigger
from waymark.context.system_choices import Need, TriggerState
from waymark.context.system_life import LIFECYCLE, DayAhead
from waymark.core.clock import day_in
from waymark.core.text import normal
from waymark.people.models.organisation import next_number
from waymark.trail.actors import Acts
from waymark.trail.chain import lock_chain
from waymark.work.owners import notify_owners

NEW_SYSTEM, CLASS_CHANGED, RETIREMENT = "new_system", "class_changed", "retirement"
_NO_KIND = "none"


class UnknownTrigger(ValueError):
    """No kind of trigger or change has this id."""


def fire(  # noqa: PLR0913 -- one argument for each thing that is kept
    system: AISystem,
    kind: str,
    title: str,
    *,
    by: Acts,
    source: str = "",
    change: str = "",
    happened_on: dt.date | None = None,
    due_on: dt.date | None = None,
) -> SystemTrigger:
    """Return a new trigger of a system, owned by the owner of the system.

    What an open trigger of the system makes due already is covered by it; where that is everything, the new one is
    closed at once and says so. Raises SystemRetired and DayAhead.
    """
    today = day_in(system.organisation.time_zone)
    found = inventory().trigger(kind)
    if found is None and kind != "":
        raise UnknownTrigger(kind)
    if happened_on is not None and happened_on > today:
        raise DayAhead(_("The day cannot be in the future."), way_out=_("Correct the day."))
    with transaction.atomic():
        lock_chain(system.organisation_id)
        if kind != RETIREMENT:
            LIFECYCLE.require_stored(system, "change")
        made = SystemTrigger(
            organisation=system.organisation,
            number=next_number(system.organisation, SystemTrigger.prefix),
            system=system,
            owner=system.owner,
            kind=kind,
            change=change,
            title=normal(title),
            source=normal(source),
            happened_on=happened_on or today,
            fired_on=today,
            due_on=due_on,
            **{one: getattr(found, one) if found is not None else Need.NO for one in ASPECTS},
        )
        _cover(made, SystemTrigger.objects.about(system).open().order_by("number"))
        if not made.due_aspects:
            made.state, made.settled_on = TriggerState.SETTLED, today
        made.commit(TriggerEvent.FIRED, by=by)
        if made.is_open:
            notify_owners([made], by=by)
    return made


def fire_change(  # noqa: PLR0913 -- as above
    system: AISystem,
    change: str,
    title: str,
    *,
    by: Acts,
    source: str = "",
    happened_on: dt.date | None = None,
    due_on: dt.date | None = None,
) -> SystemTrigger:
    """Return the record of a change; it fires what its kind says, or nothing and is kept all the same."""
    found = inventory().change(change)
    if found is None:
        raise UnknownTrigger(change)
    kind = "" if found.fires == _NO_KIND else found.fires
    return fire(system, kind, title, by=by, source=source, change=change, happened_on=happened_on, due_on=due_on)


def kinds_of_change(fields: Iterable[str]) -> Sequence[ChangeKind]:
    """Return the kinds of change that edited fields stand for, each trigger once, in the order of the data."""
    edited, seen, found = set(fields), set[str](), []
    for one in inventory().changes:
        if edited & set(one.fields) and one.fires not in {*seen, _NO_KIND}:
            seen.add(one.fires)
            found.append(one)
    return found


def _cover(made: SystemTrigger, open_ones: Iterable[SystemTrigger]) -> None:
    for earlier in open_ones:
        for one in made.due_aspects:
            # Who only looks covers nothing that is due; who does it again has looked as well.
            if getattr(earlier, one) in {Need.DUE, getattr(made, one)}:
                setattr(made, one, Need.COVERED)
                made.covered_by = made.covered_by or earlier
