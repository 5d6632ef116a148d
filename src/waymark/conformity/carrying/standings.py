"""Owners, dates and applicability on their way to the requirements of the next edition."""

from collections.abc import Iterable

from waymark.catalogue.outline import OutlineRequirement
from waymark.conformity.carrying.editions import Way
from waymark.conformity.events import ConformityEvent
from waymark.conformity.models.standing import Standing
from waymark.people.models.organisation import Organisation
from waymark.trail.actors import Acts
from waymark.trail.door import commit_all


def carry_standings(organisation: Organisation, way: Way, *, by: Acts, note: str) -> dict[int, int]:
    """Give each standing its requirement of the next edition, with all that hangs on it; new requirements get one.

    A standing whose requirement has no heir stays where it was, without an owner. Return those by key, with the key of
    the standing in which their content lives on; those of which nothing lives on are left out.
    """
    rows = Standing.objects.of(organisation).on(way.current).select_related("requirement")
    before = {one.requirement.ref: one for one in rows.order_by("requirement__order")}
    heirs = way.heirs
    moved: list[Standing] = []
    new: list[Standing] = []
    waiting = dict(before)
    # A number that both editions have goes first, so that no divided requirement takes its standing away.
    for one in sorted(way.after.auditable, key=lambda one: heirs.get(one.ref) != one.ref):
        ref = heirs.get(one.ref, "")
        standing = waiting.pop(ref, None)
        if standing is not None:
            standing.requirement_id = one.pk
            moved.append(standing)
        else:
            new.append(_beside(organisation, before.get(ref), one))
    for standing in waiting.values():
        standing.owner, standing.due_on = None, None
    commit_all(moved, ConformityEvent.STANDING_CARRIED, by=by, note=note)
    commit_all(new, ConformityEvent.ADOPTED, by=by, note=note)
    commit_all(list(waiting.values()), ConformityEvent.STANDING_ENDED, by=by, note=note)
    return _successors(way, waiting.items(), {one.requirement_id: one.pk for one in (*moved, *new)})


def _beside(organisation: Organisation, other: Standing | None, one: OutlineRequirement) -> Standing:
    """Return the standing of a new requirement; what it was divided from has had its owner and decision before."""
    if other is None:
        return Standing(organisation=organisation, requirement_id=one.pk)
    return Standing(
        organisation=organisation,
        requirement_id=one.pk,
        owner=other.owner,
        due_on=other.due_on,
        left_out=other.left_out and one.is_control,
        left_out_reason=other.left_out_reason if one.is_control else "",
        left_out_code=other.left_out_code if one.is_control else None,
    )


def _successors(way: Way, ended: Iterable[tuple[str, Standing]], standings: dict[int, int]) -> dict[int, int]:
    found = {}
    for ref, standing in ended:
        targets = [one for point in way.before.requirement(ref).points for one in way.plan.targets.get(point.ref, ())]
        if targets:
            requirement = way.after.requirement(way.after.point(targets[0]).requirement)
            found[standing.pk] = standings[requirement.pk]
    return found
