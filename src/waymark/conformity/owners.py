"""Suggested owners: the member who fills the typical role of most requirements of a clause."""

from collections import Counter
from collections.abc import Mapping, Sequence

from waymark.conformity.picture import Picture
from waymark.people.models.member import Member


def suggestions(picture: Picture, members: Sequence[Member]) -> dict[str, Member]:
    """Return a suggested member by clause or area; none where nobody fills a typical role there."""
    filling = {role: member for member in reversed(members) for role in member.owner_roles}
    suggested = {}
    for group in picture.groups:
        roles = Counter(one.requirement.owner_role for one in group.requirements)
        found = next((filling[role] for role, _n in roles.most_common() if role in filling), None)
        if found is not None:
            suggested[group.ref] = found
    return suggested


def owners_by_group(picture: Picture, wanted: Mapping[str, Member], *, also_owned: bool) -> dict[int, Member | None]:
    """Return the owner by standing id for every requirement in the given clauses and areas.

    Requirements that have an owner keep them unless `also_owned`.
    """
    return {
        one.assignment.standing_id: wanted[one.requirement.group]
        for one in picture.requirements
        if one.requirement.group in wanted
        and one.assignment.standing_id is not None
        and (also_owned or one.assignment.owner_id is None)
    }
