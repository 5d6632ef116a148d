"""Examples of the kinds of `context`: model, argument, how one is made, and how each of its acts is done."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from waymark.context.models.factor import Climate, Factor, Origin
from waymark.core.clock import day_in
from waymark.people.models.member import Member
from waymark.records.reviewed import Review, ReviewResult
from waymark.work.owners import give

REASON = "There is a reason for it."
Act = Callable[[Any, Member, Member], object]
Known = tuple[type[Any], str, Callable[[Member, int], Any], Mapping[str, Act]]


def _give(one: Any, by: Member, other: Member) -> None:
    give(one, by if one.owner_id == other.pk else other, by=by)


def _review(one: Any, by: Member, _other: Member) -> None:
    last = day_in(one.organisation.time_zone) - dt.timedelta(days=400)
    one.review(Review(on=last, result=ReviewResult.CONDITIONAL, note="Seen", next_on=last + dt.timedelta(365)), by=by)


RETIRABLE: Mapping[str, Act] = {
    "give": _give,
    "retire": lambda one, by, _other: one.retire(reason=REASON, by=by),
    "reinstate": lambda one, by, _other: one.reinstate(reason=REASON, by=by),
}
"""The acts of what has an owner and is used until it is retired."""


def _factor(by: Member, number: int) -> Factor:
    return Factor.add(
        by.organisation,
        owner=by if number % 3 else None,
        by=by,
        title=f"Factor {number}",
        origin=Origin.values[number % 2],
        effect="Suppliers are few." if number % 2 else "Wenige Anbieter.",
        response="A second one is looked for.",
    )


def _decide(one: Factor, by: Member, _other: Member) -> None:
    # There is one decision at most: the second to be asked for takes the place of the first.
    for there in Factor.objects.of(one.organisation).on_climate().exclude(pk=one.pk):
        there.decide(climate=Climate.NONE, reason=there.effect, by=by)
    one.decide(climate=Climate.RELEVANT, reason="Computing takes energy.", by=by)


CONTEXT: tuple[Known, ...] = (
    (
        Factor,
        "factor",
        _factor,
        {
            **RETIRABLE,
            "edit": lambda one, by, _other: one.edit(
                title=f"{one.title}!", origin=one.origin, effect=one.effect, response="", by=by
            ),
            "decide": _decide,
            "review": _review,
        },
    ),
)
