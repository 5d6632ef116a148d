"""How versions of the scope are made in the examples, and how each of their acts is done."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from tests import factories
from tests.examples_context import make_site
from waymark.context.models.scope_version import ScopeVersion
from waymark.context.models.system import AISystem
from waymark.context.scope_approval import record_approval, request_approval
from waymark.context.scope_editing import (
    consider,
    cover,
    leave_out_system,
    set_activity,
    set_interface,
    set_outside,
)
from waymark.core.clock import day_in
from waymark.people.models.member import Member
from waymark.people.rights import Role
from waymark.records.reviewed import Review, ReviewResult
from waymark.work.owners import give

REASON = "There is a reason for it."


def _today(one: Any) -> dt.date:
    return day_in(one.organisation.time_zone)


def _far(one: Any) -> dt.date:
    return _today(one) + dt.timedelta(days=400)


def scope_version(by: Member, number: int) -> ScopeVersion:
    """Return a draft that is complete; one differs from the next."""
    made = ScopeVersion.draft(
        by.organisation,
        version_number=f"1.{ScopeVersion.objects.of(by.organisation).count()}",
        reason=REASON,
        summary="Mehr" if number % 2 else "",
        owner=by if number % 3 else None,
        by=by,
    )
    site = make_site(by, number)
    # It starts from the version before it, so rows that are there already are not added once more.
    row = 1 if made.activities else None
    cover(made, sites=[site.number], systems=[], by=by)
    set_activity(made, activity=f"Activity {number}", ai_role="ai_provider", site=site.number, row=row, by=by)
    if not made.interfaces:
        set_interface(made, party="Group IT", what="Servers", agreed_in="Contract", by=by)
    for place in range(len(made.outside), 2):
        set_outside(made, what=f"Branch {place}", reason="It uses no AI.", by=by)
    consider(made, factors=[], needs=[], considered="Few suppliers.", by=by)
    made.edit(version_number=made.version_number, reason=REASON, units="Support", sentence="Support with AI.", by=by)
    return made


def request(one: ScopeVersion, by: Member, *, wanted_from: dt.date | None = None) -> Any:
    """Ask top management to approve a version."""
    signer = factories.member(one.organisation, Role.TOP_MANAGEMENT)
    return request_approval(
        one, signer=signer, due_on=_today(one), next_review_on=_far(one), wanted_from=wanted_from, by=by
    )


def _tomorrow(one: ScopeVersion) -> dt.date:
    return _today(one) + dt.timedelta(days=1)


def put_in_force(by: Member) -> None:
    """Put the newest draft in force as of today, approved outside."""
    one = ScopeVersion.objects.of(by.organisation).newest_first()[0]
    one.organisation = by.organisation
    today = _today(one)
    record_approval(
        one,
        approver="The board",
        approved_on=today,
        evidence="Minutes 7",
        effective_from=today,
        next_review_on=_far(one),
        by=by,
    )


def _record(one: ScopeVersion, by: Member, _other: Member) -> None:
    record_approval(
        one,
        approver="The board",
        approved_on=_today(one),
        evidence="Minutes 7",
        effective_from=_tomorrow(one),
        next_review_on=_far(one),
        by=by,
    )


def _leave_out(one: ScopeVersion, by: Member, _other: Member) -> None:
    system = AISystem.add(one.organisation, owner=None, name="Idea", purpose="Ranks applicants", by=by)
    leave_out_system(one, system=system.number, reason="It does not exist.", by=by)


def _review(one: ScopeVersion, by: Member, _other: Member) -> None:
    today = _today(one)
    one.review(Review(on=today, result=ReviewResult.SATISFACTORY, note="Seen", next_on=_far(one)), by=by)


def _site_of(one: ScopeVersion) -> list[int]:
    return [site["number"] for site in one.sites]


SCOPE_ACTS: Mapping[str, Callable[[Any, Member, Member], object]] = {
    "edit": lambda one, by, _other: one.edit(version_number=one.version_number, reason="Other", sentence="S.", by=by),
    "cover": lambda one, by, _other: cover(one, sites=_site_of(one), systems=[], by=by),
    "consider": lambda one, by, _other: consider(one, factors=[], needs=[], considered="So", by=by),
    "set_activity": lambda one, by, _other: set_activity(one, activity="Sales", row=1, by=by),
    "set_interface": lambda one, by, _other: set_interface(one, party="Host", what="Data", by=by),
    "set_outside": lambda one, by, _other: set_outside(one, what="Treasury", reason="No AI", by=by),
    "leave_out_system": _leave_out,
    "remove_row": lambda one, by, _other: one.remove_row(part="outside", row=1, by=by),
    "give": lambda one, by, other: give(one, by if one.owner_id == other.pk else other, by=by),
    "request_approval": lambda one, by, _other: request(one, by, wanted_from=_tomorrow(one)),
    "take_back": lambda one, by, _other: one.take_back(reason=REASON, by=by),
    "give_back": lambda one, by, _other: one.give_back(remark=REASON, by=by),
    "approve": lambda one, by, _other: one.approve(by=by),
    "record_approval": _record,
    "take_effect": lambda one, by, _other: one.take_effect(by=by),
    "supersede": lambda one, by, _other: one.supersede(on=_tomorrow(one), by=by),
    "review": _review,
    "withdraw": lambda one, by, _other: one.withdraw(reason=REASON, by=by),
}
