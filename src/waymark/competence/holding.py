"""Adopting roles, giving them to members and ending that; with the conflicts between two roles of one person."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from waymark.competence.events import CompetenceEvent
from waymark.competence.models.assignment import RoleAssignment
from waymark.competence.models.competence import Competence
from waymark.competence.models.role import LIFECYCLE, AimsRole, AimsRoleQuerySet, DeputyRule
from waymark.competence.starter import Conflict, StarterRole, starter
from waymark.core.errors import RuleBroken
from waymark.core.text import normal
from waymark.people.active import require_active
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation, next_number
from waymark.trail.actors import Acts
from waymark.trail.chain import lock_chain
from waymark.trail.door import commit_all
from waymark.work.notify import notify


class AlreadyAdopted(RuleBroken):
    """A proposed role is adopted once; a retired one is used again on its own page."""

    code = "aims-role-adopted"


class RolesConflict(RuleBroken):
    """Two roles never belong to one person, because one checks the other."""

    code = "aims-roles-conflict"
    field = "member"


class AlreadyHolds(RuleBroken):
    """A member holds a role once, as holder or as deputy."""

    code = "aims-role-already-held"
    field = "member"


class OneHolder(RuleBroken):
    """The organisation wants one holder of this role at a time."""

    code = "aims-role-one-holder"
    field = "member"


class DoesNotHold(RuleBroken):
    """Only an assignment that has no end yet can be ended."""

    code = "aims-role-not-held"


class AssignmentDatesWrong(RuleBroken):
    """An assignment ends on its first day or later."""

    code = "assignment-dates-wrong"
    field = "held_until"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentDraft:
    """What is decided: who, from which day, as holder or as deputy, by whom, and what is done about conflicts."""

    member: Member
    held_from: dt.date
    is_deputy: bool = False
    decider: Member | None = None
    mitigation: str = ""


@dataclass(frozen=True, slots=True)
class FoundConflict:
    """A conflict between a role and another one that the same person holds."""

    conflict: Conflict
    other: AimsRole


def proposed(organisation: Organisation) -> list[StarterRole]:
    """Return the proposed roles that the organisation has not adopted, in the order of the file."""
    adopted = set(AimsRole.objects.of(organisation).exclude(starter="").values_list("starter", flat=True))
    return [one for one in starter().roles if one.id not in adopted]


def adopt(organisation: Organisation, keys: Sequence[str], *, by: Acts) -> list[AimsRole]:
    """Adopt some proposed roles with the competences they need, in one act. Raises AlreadyAdopted."""
    with transaction.atomic():
        lock_chain(organisation.pk)
        open_to_adopt = {one.id: one for one in proposed(organisation)}
        taken = [key for key in keys if key not in open_to_adopt]
        if taken:
            raise AlreadyAdopted(
                _("%(names)s: adopted already. Nothing was changed.") % {"names": ", ".join(taken)},
                way_out=_("Reload the page and choose among the roles that are left."),
            )
        roles = [_adopted(organisation, open_to_adopt[key]) for key in dict.fromkeys(keys)]
        commit_all(roles, CompetenceEvent.ROLE_ADOPTED, by=by)
        needed = [one for role in roles for one in _competences(role, open_to_adopt[role.starter])]
        commit_all(needed, CompetenceEvent.COMPETENCE_ADOPTED, by=by)
    return roles


def assign(role: AimsRole, draft: AssignmentDraft, *, by: Acts) -> RoleAssignment:
    """Give a role to a member from a day on, and notify them.

    Raises RolesConflict for two roles that never go together; other conflicts are kept with the assignment. Raises
    AlreadyHolds, OneHolder, AimsRoleRetired and OwnerHasLeft too.
    """
    with transaction.atomic():
        lock_chain(role.organisation_id)
        LIFECYCLE.require_stored(role, "assign")
        require_active([draft.member, *([draft.decider] if draft.decider is not None else [])])
        _require_free(role, draft)
        found = conflicts_of(role, draft.member, draft.held_from)
        _refuse_never(role, draft.member, found)
        made = RoleAssignment(
            organisation=role.organisation,
            role=role,
            member=draft.member,
            held_from=draft.held_from,
            is_deputy=draft.is_deputy,
            decider=draft.decider,
            conflicts=[one.conflict.id for one in found],
            mitigation=normal(draft.mitigation),
        )
        made.commit(CompetenceEvent.ROLE_ASSIGNED, by=by)
        if by.actor.kind != "member" or by.actor.id != draft.member.pk:
            notify(draft.member, _sentence(role, draft, by), about=("competence.aimsrole", role.pk))
    return made


def end(role: AimsRole, member: Member, *, held_until: dt.date, reason: str, by: Acts) -> RoleAssignment:
    """Set the last day on which a member holds a role. Raises DoesNotHold and AssignmentDatesWrong."""
    with transaction.atomic():
        lock_chain(role.organisation_id)
        LIFECYCLE.require_stored(role, "end")
        found = RoleAssignment.objects.of(role.organisation).filter(role=role, member=member).without_end().first()
        if found is None:
            raise DoesNotHold(
                _("%(name)s does not hold %(role)s.") % {"name": member.name, "role": role.title},
                way_out=_("Choose a member who holds it."),
            )
        if held_until < found.held_from:
            raise AssignmentDatesWrong(_("The last day lies before the first one."), way_out=_("Correct the date."))
        found.held_until = held_until
        found.commit(CompetenceEvent.ASSIGNMENT_ENDED, by=by, note=normal(reason))
    return found


def conflicts_of(role: AimsRole, member: Member, day: dt.date) -> list[FoundConflict]:
    """Return the conflicts of a role with others that a member holds on a day or later, as holder or as deputy."""
    if not role.starter:
        return []
    theirs = RoleAssignment.objects.of(role.organisation).of_member(member).open_on(day).exclude(role=role)
    others = {one.role.starter: one.role for one in theirs.order_by("role__number") if one.role.starter}
    return [
        FoundConflict(one, others[other])
        for one in starter().conflicts
        if role.starter in one.roles
        for other in one.roles - {role.starter}
        if other in others
    ]


def without_holder(rows: AimsRoleQuerySet, day: dt.date) -> AimsRoleQuerySet:
    """Return those of some roles in use that nobody holds on a day; a deputy alone does not fill a role."""
    held = RoleAssignment.objects.filter(role=OuterRef("pk")).holding_on(day)
    return rows.active().filter(~Exists(held))


def without_deputy(rows: AimsRoleQuerySet, day: dt.date) -> AimsRoleQuerySet:
    """Return those of some roles in use for which a deputy is to be named, and nobody is on a day."""
    deputies = RoleAssignment.objects.filter(role=OuterRef("pk"), is_deputy=True).running_on(day)
    return rows.active().filter(~Exists(deputies), deputy_rule__in=[DeputyRule.NAMED, DeputyRule.OUTSIDE])


def assignments_of(member: Member) -> list[RoleAssignment]:
    """Return every assignment a member ever had; read once for all that their page shows of it."""
    kept: list[RoleAssignment] | None = member.__dict__.get("_assignments")
    if kept is None:
        rows = RoleAssignment.objects.of(member.organisation).of_member(member)
        kept = list(rows.order_by("role__title", "pk"))
        for one in kept:
            one.member = member
        member.__dict__["_assignments"] = kept
    return kept


def _adopted(organisation: Organisation, one: StarterRole) -> AimsRole:
    role = AimsRole(organisation=organisation, number=next_number(organisation, AimsRole.prefix), starter=one.id)
    role.describe(
        title=one.title,
        purpose=one.purpose,
        responsibilities="\n".join(one.responsibilities),
        authorities="\n".join(one.authorities),
        deputy_rule=one.deputy_rule or DeputyRule.NONE,
        deputy_may="\n".join(one.deputy_may),
        deputy_may_not="\n".join(one.deputy_may_not),
    )
    return role


def _competences(role: AimsRole, one: StarterRole) -> Iterator[Competence]:
    for need in one.needs:
        yield Competence.of_role(
            role,
            next_number(role.organisation, Competence.prefix),
            starter=need.id,
            title=need.what,
            proofs=need.proofs,
            needs_all=need.needs_all,
            renewal_months=need.renewal_months,
        )


def _require_free(role: AimsRole, draft: AssignmentDraft) -> None:
    there = list(role.assignments.select_related("member").open_on(draft.held_from))
    if any(one.member_id == draft.member.pk for one in there):
        raise AlreadyHolds(
            _("%(name)s holds %(role)s already, or is its deputy.") % {"name": draft.member.name, "role": role.title},
            way_out=_("End that assignment first."),
        )
    other = next((one for one in there if not one.is_deputy), None)
    if role.only_one and not draft.is_deputy and other is not None:
        raise OneHolder(
            _("%(name)s holds %(role)s, and it has one holder at a time.")
            % {"name": other.member.name, "role": role.title},
            way_out=_("End that assignment first, or let the role have several holders."),
        )


def _refuse_never(role: AimsRole, member: Member, found: Sequence[FoundConflict]) -> None:
    for one in found:
        if one.conflict.is_never:
            raise RolesConflict(
                _("%(name)s holds %(other)s, which never goes together with %(role)s. %(why)s")
                % {"name": member.name, "other": one.other.title, "role": role.title, "why": one.conflict.why},
                way_out=_("Choose someone else. %(instead)s") % {"instead": one.conflict.small},
            )


def _sentence(role: AimsRole, draft: AssignmentDraft, by: Acts) -> str:
    named = {"name": by.actor.name, "role": role.title, "day": draft.held_from.isoformat()}
    if draft.is_deputy:
        return _("%(name)s made you deputy in the AIMS role %(role)s from %(day)s.") % named
    return _("%(name)s gave you the AIMS role %(role)s from %(day)s.") % named
