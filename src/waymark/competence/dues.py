"""What members owe of roles and competence, on My work and as reminders."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import Count, DateField, Exists, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from waymark.competence.awareness import AwarenessLine, awareness_lines
from waymark.competence.expiring import AHEAD
from waymark.competence.holding import without_holder
from waymark.competence.models.assignment import RoleAssignment
from waymark.competence.models.competence import Competence
from waymark.competence.models.ownership import OwnershipCheck
from waymark.competence.models.proof import Proof
from waymark.competence.models.role import AimsRole
from waymark.competence.models.training import Training
from waymark.competence.ownership import first_due
from waymark.competence.record_kinds import PROOF, ROLE, TRAINING
from waymark.competence.standing import SOON
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Can
from waymark.records.retirable import UseState
from waymark.work import daily, owned
from waymark.work.notify import NoticeDraft
from waymark.work.owed import WEEK, Consequence, Owed, OwedRow, OwedSource, owed_rows, shown_as

_CONFIRMATION, _CONFIRMATIONS = _("Confirmation"), _("Confirmations of ownership")
_STILL_MINE: Final = _("Is everything you own still yours?")
_REMINDER: Final = _("Confirm by %(day)s that what you own is still yours.")
_GAPS: Final = _("Competence to show")
_LEAVING: Final = _("Last day of its holder")
_AWARENESS: Final = _("Awareness")
_AWARE_BY: Final = _("Awareness training is due by %(day)s: %(topics)s")


def _vacant(member: Member, today: dt.date) -> Any:
    # Nobody in particular owes it: who manages the AIMS sees to it that each role in use has a holder.
    if not member.can(Can.MANAGE_AIMS):
        return None
    rows = without_holder(AimsRole.objects.of(member.organisation), today)
    return owed_rows(rows, consequence=Consequence.MINOR, what="title")


def _leaving_roles(member: Member, today: dt.date) -> Any:
    """Return who stops holding a role within ninety days while nobody holds it afterwards, for who manages the AIMS."""
    if not member.can(Can.MANAGE_AIMS):
        return None
    later = Q(held_until=None) | Q(held_until__gt=OuterRef("held_until"))
    others = RoleAssignment.objects.filter(later, role=OuterRef("role"), is_deputy=False, member__left_on=None)
    rows = (
        RoleAssignment.objects.of(member.organisation)
        .holding_on(today)
        .filter(~Exists(others), held_until__lte=today + AHEAD, role__state=UseState.ACTIVE)
    )
    return owed_rows(
        rows, consequence=Consequence.MINOR, what="role__title", number="role__number", due_on="held_until"
    )


def _show_leaving_role(member: Member, row: OwedRow) -> Owed:
    address = reverse("aims_role", args=[member.organisation.slug, row.number])
    return Owed(kind=_LEAVING, what=row.what, reference=f"{AimsRole.prefix}-{row.number}", url=address)


def _gaps(member: Member, today: dt.date) -> Any:
    """Return the roles of a member of which some competence was never shown; one that expired is owed as a proof."""
    organisation = member.organisation
    proofs = Proof.objects.of(organisation).active().filter(person=member, competence=OuterRef("pk"))
    kinds = proofs.order_by().values("competence").annotate(n=Count("kind", distinct=True)).values("n")
    shown = Coalesce(Subquery(kinds, output_field=IntegerField()), 0)
    lacking = Competence.objects.of(organisation).needed().filter(role=OuterRef("role"))
    lacking = lacking.annotate(kinds_shown=shown).filter(kinds_shown__lt=F("kinds_needed"))
    rows = RoleAssignment.objects.of(organisation).running_on(today).filter(Exists(lacking), member=member)
    return owed_rows(rows, consequence=Consequence.MINOR, what="role__title", number="role__number")


def _show_gaps(member: Member, row: OwedRow) -> Owed:
    address = reverse("competence_standing", args=[member.organisation.slug])
    return Owed(
        kind=_GAPS,
        what=row.what,
        reference=f"{AimsRole.prefix}-{row.number}",
        url=f"{address}?member={member.pk}&standing=missing",
    )


def _ending(member: Member, today: dt.date) -> Any:
    rows = Proof.objects.of(member.organisation).ending_by(today + AHEAD)
    mine = rows.filter(Q(owner=member) | Q(person=member))
    return owed_rows(mine, consequence=Consequence.MINOR, what="title", due_on="valid_until")


def _ending_in(organisation: Organisation, day: dt.date) -> Any:
    return Proof.objects.of(organisation).ending_by(day)


def _trainings(member: Member, today: dt.date) -> Any:
    rows = Training.objects.of(member.organisation).owned_by(member).due_by(today + WEEK)
    return owed_rows(rows, consequence=Consequence.MINOR, what="title", due_on="due_on")


def _trainings_in(organisation: Organisation, day: dt.date) -> Any:
    return Training.objects.of(organisation).due_by(day)


def _awareness(member: Member, today: dt.date) -> Any:
    """Return the member, if a topic is due within ninety days: one row, however many topics there are."""
    lines, until = awareness_lines(member.organisation, today, member), today + AHEAD
    days = sorted(one.due_on for one in lines if one.due_on is not None and one.due_on <= until)
    if not days:
        return None
    several = ngettext("Awareness training on %(n)d topic", "Awareness training on %(n)d topics", len(days))
    return owed_rows(
        Member.objects.filter(pk=member.pk),
        consequence=Consequence.MINOR,
        what=Value(several % {"n": len(days)}),
        number="pk",
        due_on=Value(days[0], output_field=DateField()),
    )


def _show_awareness(member: Member, row: OwedRow) -> Owed:
    address = reverse("awareness", args=[member.organisation.slug])
    return Owed(kind=_AWARENESS, what=row.what, url=f"{address}?member={member.pk}")


def _awareness_in(organisation: Organisation, today: dt.date) -> Iterator[NoticeDraft]:
    """Yield the reminder of each member of what is due within a week: once for each day on which something is."""
    due: dict[tuple[int, dt.date], list[AwarenessLine]] = defaultdict(list)
    for line in awareness_lines(organisation, today):
        if line.due_on is not None and line.due_on <= today + WEEK:
            due[line.member.pk, line.due_on].append(line)
    for (_member, day), lines in due.items():
        words = str(_AWARE_BY) % {"day": day, "topics": "; ".join(one.topic.what for one in lines)}
        yield lines[0].member, words, ("people.member", lines[0].member.pk), f"awareness:{day}"


def _ownership(member: Member, today: dt.date) -> Any:
    # Whoever came less than eleven months ago is not asked yet, and nothing has to be looked for.
    if first_due(member) > today + SOON:
        return None
    return _unconfirmed(member, today + SOON)


def _unconfirmed(member: Member, day: dt.date) -> Any:
    """Return the member, if they own something and the next confirmation is due by a day."""
    checks = OwnershipCheck.objects.filter(member=OuterRef("pk")).newest_first().values("next_due_on")[:1]
    due_on = Coalesce(Subquery(checks), Value(first_due(member)), output_field=DateField())
    owns = reduce(or_, (Q(Exists(kind.rows(member).order_by())) for kind in owned.kinds()))
    rows = Member.objects.filter(owns, pk=member.pk).annotate(confirmed_until=due_on).filter(confirmed_until__lte=day)
    return owed_rows(
        rows, consequence=Consequence.LOW, what=Value(str(_STILL_MINE)), number="pk", due_on="confirmed_until"
    )


def _show_ownership(member: Member, row: OwedRow) -> Owed:
    return Owed(
        kind=_CONFIRMATION, what=row.what, url=reverse("member_ownership", args=[member.organisation.slug, member.pk])
    )


def _ownership_in(organisation: Organisation, today: dt.date) -> Iterator[NoticeDraft]:
    """Yield the reminder of each member whose confirmation is due within a week: once for each day it is due."""
    for member in Member.objects.of(organisation).active().select_related("organisation").by_name():
        if first_due(member) <= today + WEEK:
            for row in _unconfirmed(member, today + WEEK):
                words = str(_REMINDER) % {"day": row.confirmed_until}
                yield member, words, ("people.member", member.pk), f"ownership:{row.confirmed_until}"


SOURCES: Final = (
    OwedSource(
        name="vacant-roles",
        label=_("Roles without a holder"),
        rows=_vacant,
        show=shown_as(_("Role without a holder"), ROLE),
    ),
    OwedSource(
        name="leaving-roles",
        label=_("AIMS roles that lose their holder"),
        rows=_leaving_roles,
        show=_show_leaving_role,
    ),
    OwedSource(name="competence-gaps", label=_("Competences to show"), rows=_gaps, show=_show_gaps),
    OwedSource(
        name="ending-proofs",
        label=_("Proofs of competence that end"),
        rows=_ending,
        show=shown_as(_("Proof of competence"), PROOF),
    ),
    OwedSource(
        name="trainings",
        label=_("Trainings to hold or to check"),
        rows=_trainings,
        show=shown_as(_("Training"), TRAINING),
    ),
    OwedSource(name="awareness", label=_("Awareness trainings"), rows=_awareness, show=_show_awareness),
    OwedSource(name="ownership", label=_CONFIRMATIONS, rows=_ownership, show=_show_ownership),
)
REMINDERS: Final = (
    daily.reminding_of(PROOF, _ending_in, due_on="valid_until"),
    daily.reminding_of(TRAINING, _trainings_in, due_on="due_on"),
    _awareness_in,
    _ownership_in,
)
