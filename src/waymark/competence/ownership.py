"""Confirming once a year what is still one's own: one act over everything a member owns."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.competence.events import CompetenceEvent
from waymark.competence.models.ownership import OwnershipCheck
from waymark.core.clock import day_in
from waymark.core.errors import RuleBroken
from waymark.evidence.freshness import add_months
from waymark.people.models.member import Member
from waymark.people.rights import Can
from waymark.records.kinds import RecordLine
from waymark.trail.actors import Acts
from waymark.trail.chain import lock_chain
from waymark.work.notify import notify_all
from waymark.work.owned import OwnedKind, OwnedRecords, owned_records
from waymark.work.owners import assign_owner

MONTHS: Final = 12
_NAMED: Final = 12
"""References that a notice names at most."""


class OwnsNothing(RuleBroken):
    """There is nothing to confirm for a member who owns nothing."""

    code = "owns-nothing"


class OwnershipUnanswered(RuleBroken):
    """Each record that a member owns gets an answer of its own: theirs, somebody else's, or flagged."""

    code = "ownership-unanswered"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a member says of one record: it is theirs, it goes to somebody else, or neither, and is flagged."""

    is_mine: bool = False
    new_owner: Member | None = None


MINE: Final = Answer(is_mine=True)
FLAG: Final = Answer()
AnswerOf = Callable[[OwnedKind, RecordLine], Answer | None]


def first_due(member: Member) -> dt.date:
    """Return when a member who has never been asked is asked for the first time."""
    return add_months(day_in(member.organisation.time_zone, member.created_at), MONTHS)


def names_of(owned: Sequence[OwnedRecords]) -> dict[str, tuple[str, int]]:
    """Return by which names programs and a console call each owned record: `tasks-5`, and its reference if it has one.

    A reference that several of them have names none.
    """
    found = {f"{one.kind.name}-{line.pk}": (one.kind.name, line.pk) for one in owned for line in one.records}
    references = Counter(line.reference for one in owned for line in one.records)
    return found | {
        line.reference: (one.kind.name, line.pk)
        for one in owned
        for line in one.records
        if line.reference and references[line.reference] == 1
    }


def rows_of(owned: Sequence[OwnedRecords]) -> list[dict[str, str]]:
    """Return each owned record as programs and a console list it, by the names that answers take."""
    return [
        {
            "name": f"{one.kind.name}-{line.pk}",
            "reference": line.reference,
            "kind": str(one.kind.label),
            "title": line.title,
        }
        for one in owned
        for line in one.records
    ]


def confirm_ownership(member: Member, answer_of: AnswerOf, *, by: Acts) -> OwnershipCheck:
    """Take an answer for everything a member owns, in one transaction, and keep the day.

    What goes to somebody else has a new owner at once; what is flagged stays with the member until an AIMS manager
    finds one. Raises OwnsNothing, OwnershipUnanswered, and what naming an owner refuses; then nothing has changed.
    """
    organisation = member.organisation
    with transaction.atomic():
        lock_chain(organisation.pk)
        owned = owned_records(member)
        answers = {(one.kind.name, line.pk): answer_of(one.kind, line) for one in owned for line in one.records}
        _require_all(answers.values())
        given = sum(_give(member, one, answers, by) for one in owned)
        flagged = [line for one in owned for line in one.records if answers[one.kind.name, line.pk] == FLAG]
        today = day_in(organisation.time_zone)
        check = OwnershipCheck(
            organisation=organisation,
            member=member,
            checked_on=today,
            next_due_on=add_months(today, MONTHS),
            kept=sum(one == MINE for one in answers.values()),
            given=given,
            flagged=[line.reference or line.title for line in flagged],
        )
        check.commit(CompetenceEvent.OWNERSHIP_CONFIRMED, by=by)
        _notify_managers(member, flagged)
    return check


def _require_all(found: Collection[Answer | None]) -> None:
    if not found:
        raise OwnsNothing(_("There is nothing to confirm: this member owns no records."))
    missing = sum(one is None for one in found)
    if missing:
        message = ngettext("%(n)d record has no answer.", "%(n)d records have no answer.", missing)
        raise OwnershipUnanswered(
            message % {"n": missing},
            way_out=_("Tick what is still yours, and choose a new owner or an AIMS manager for the rest."),
        )


def _give(member: Member, owned: OwnedRecords, answers: Mapping[tuple[str, int], Answer | None], by: Acts) -> int:
    wanted: dict[int, Member | None] = {}
    for line in owned.records:
        answer = answers[owned.kind.name, line.pk]
        if answer is not None and answer.new_owner is not None:
            wanted[line.pk] = answer.new_owner
    records = list(owned.kind.model.objects.of(member.organisation).filter(pk__in=wanted).order_by("pk"))
    note = _("%(name)s confirmed what is still theirs") % {"name": member.name}
    return len(assign_owner(records, wanted, by=by, note=note))


def _notify_managers(member: Member, flagged: Sequence[RecordLine]) -> None:
    if not flagged:
        return
    everybody = Member.objects.of(member.organisation).active().select_related("organisation")
    managers = [one for one in everybody if one.can(Can.MANAGE_AIMS) and one.pk != member.pk]
    names = ", ".join(line.reference or line.title for line in flagged[:_NAMED])
    words = ngettext(
        "%(name)s says that %(n)d record is not theirs any more: %(records)s",
        "%(name)s says that %(n)d records are not theirs any more: %(records)s",
        len(flagged),
    )
    sentence = words % {"name": member.name, "n": len(flagged), "records": names}
    notify_all([(one, sentence, ("people.member", member.pk), "") for one in managers])
