"""Examples of the kinds of `context`: model, argument, how one is made, and how each of its acts is done."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from waymark.context.models.factor import Climate, Factor, Origin
from waymark.context.models.headcount import Employment, Headcount
from waymark.context.models.need import Binding, Need
from waymark.context.models.obligation import Obligation
from waymark.context.models.obligation import Origin as LawOrigin
from waymark.context.models.party import Party
from waymark.context.models.planned_change import PlannedChange
from waymark.context.models.site import Site
from waymark.context.models.supplier import Supplier
from waymark.context.models.supplier_notice import SupplierNotice, notice_kinds
from waymark.core.clock import day_in
from waymark.people.models.member import Member
from waymark.records.reviewed import Review, ReviewResult
from waymark.work.owners import give

REASON = "There is a reason for it."
LONG_AGO = dt.date(2026, 1, 20)
"""A day before every moment of a scenario that tests set, so that an act refused then is refused for that alone."""
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


def _party(by: Member, number: int) -> Party:
    return Party.add(
        by.organisation,
        owner=by if number % 3 else None,
        by=by,
        name=f"Party {number}",
        kind="decided_about" if number % 2 else "customers",
        about="Sie sind betroffen.",
    )


def _need(by: Member, number: int) -> Need:
    return Need.add(
        _party(by, number),
        owner=by if number % 3 else None,
        by=by,
        text=f"Need {number}",
        binding=Binding.values[number % 4],
        source="Contract 7" if number % 2 else "",
    )


def _count(one: Site, by: Member, _other: Member) -> None:
    day = day_in(one.organisation.time_zone)
    known = {"role": "ai_customer", "employment": Employment.EMPLOYED}
    Headcount.record(one, **known, people=one.number, counted_on=day, by=by)


def make_site(by: Member, number: int) -> Site:
    """Return a new site where somebody was counted."""
    site = Site.add(
        by.organisation,
        owner=by if number % 3 else None,
        by=by,
        name=f"Site {number}",
        functions="Entwicklung",
        is_remote=bool(number % 2),
    )
    _count(site, by, by)
    return site


def _edit_site(one: Site, by: Member, _other: Member) -> None:
    one.edit(name=f"{one.name}!", functions=one.functions, is_remote=one.is_remote, by=by)


def _planned_change(by: Member, number: int) -> PlannedChange:
    return PlannedChange.propose(
        by.organisation,
        owner=by if number % 3 else None,
        by=by,
        title=f"Change {number}",
        purpose="Mehr Schutz",
        due_on=day_in(by.organisation.time_zone) + dt.timedelta(days=number * 3 - 4),
    )


def _edit_change(one: PlannedChange, by: Member, _other: Member) -> None:
    one.edit(title=f"{one.title}!", purpose=one.purpose, due_on=one.due_on, by=by)


def _obligation(by: Member, number: int) -> Obligation:
    return Obligation.add(
        by.organisation,
        owner=by if number % 3 else None,
        by=by,
        title=f"Obligation {number}",
        duty="Meldung innerhalb der Frist",
        origin=LawOrigin.values[number % 6],
        reference_text="Contract 7",
        met_by="A.8.5" if number % 2 else "",
    )


def _edit_obligation(one: Obligation, by: Member, _other: Member) -> None:
    one.edit(title=f"{one.title}!", duty=one.duty, origin=one.origin, reference_text=one.reference_text, by=by)


def _notice(by: Member, number: int) -> SupplierNotice:
    supplier = Supplier.add(by.organisation, owner=by, by=by, name=f"Maker {number}", supplies="Ein Modell")
    return log_notice(supplier, by, by, number=number)


def log_notice(one: Supplier, by: Member, _other: Member, *, number: int = 1) -> SupplierNotice:
    """Return a new notice of a supplier; the kinds differ by number."""
    return SupplierNotice.log(
        one,
        owner=by if number % 3 else None,
        by=by,
        title=f"Notice {number}",
        kind=notice_kinds()[number % 13][0],
        arrived_on=LONG_AGO - dt.timedelta(days=number),
        effective_on=LONG_AGO - dt.timedelta(days=number + number % 2) if number % 3 else None,
        details="Ab sofort",
    )


def _edit_notice(one: SupplierNotice, by: Member, _other: Member) -> None:
    one.edit(title=f"{one.title}!", kind=one.kind, arrived_on=one.arrived_on, by=by)


def _screen(one: SupplierNotice, by: Member, _other: Member) -> None:
    one.screen(on=LONG_AGO, screening="It touches one system.", by=by)


def _decide_notice(one: SupplierNotice, by: Member, _other: Member) -> None:
    one.decide(on=LONG_AGO, decision="The old version stays.", by=by)


def _inform(one: SupplierNotice, by: Member, _other: Member) -> None:
    one.inform(on=LONG_AGO, informed="All customers, by mail.", by=by)


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
    (
        Party,
        "party",
        _party,
        {
            **RETIRABLE,
            "edit": lambda one, by, _other: one.edit(name=f"{one.name}!", kind=one.kind, about="", by=by),
            "need": lambda one, by, other: Need.add(one, owner=other, by=by, text="More", binding=Binding.WISH),
            "review": _review,
        },
    ),
    (
        Need,
        "need",
        _need,
        {
            "give": _give,
            "edit": lambda one, by, _other: one.edit(text=f"{one.text}!", binding=one.binding, by=by),
            "take_on": lambda one, by, _other: one.take_on(met_by="A.8.2", reason="Seen", by=by),
            "decline": lambda one, by, _other: one.decline(reason=REASON, by=by),
        },
    ),
    (Site, "site", make_site, {**RETIRABLE, "edit": _edit_site, "count": _count}),
    (
        PlannedChange,
        "planned_change",
        _planned_change,
        {
            "give": _give,
            "edit": _edit_change,
            "approve": lambda one, by, _other: one.approve(by=by),
            "complete": lambda one, by, _other: one.complete(outcome="It was made.", by=by),
            "drop": lambda one, by, _other: one.drop(reason=REASON, by=by),
        },
    ),
    (
        Obligation,
        "obligation",
        _obligation,
        {
            "give": _give,
            "edit": _edit_obligation,
            "review": _review,
            "retire": lambda one, by, _other: one.retire(reason=REASON, by=by),
            "take_on": lambda one, by, _other: one.take_on(reason=REASON, by=by),
        },
    ),
    (
        SupplierNotice,
        "supplier_notice",
        _notice,
        {
            "give": _give,
            "edit": _edit_notice,
            "screen": _screen,
            "decide": _decide_notice,
            "inform": _inform,
            "close": lambda one, by, _other: one.close(reason=REASON, by=by),
        },
    ),
)
