"""Classifying a system by the law, and keeping the sheet of duties that follows."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from waymark.context.events import SystemEvent
from waymark.context.law.act import Duty
from waymark.context.law.classifying import (
    EXEMPTED,
    NONE,
    UNSURE,
    Outcome,
    Unanswered,
    classify,
    fria_owed,
    summary_class,
)
from waymark.context.law.conditions import Facts, is_ruled_out
from waymark.context.law.reading import current_law
from waymark.context.models.classification import Classification, SystemDuty
from waymark.context.models.system import AISystem
from waymark.context.system_choices import DutyState
from waymark.context.system_life import LIFECYCLE
from waymark.core.clock import day_in
from waymark.core.errors import RuleBroken
from waymark.core.text import normal
from waymark.people.active import require_active
from waymark.people.models.member import Member
from waymark.trail.actors import Acts
from waymark.trail.chain import lock_chain
from waymark.trail.door import commit_all


class QuestionOpen(RuleBroken):
    """A question of the classification that is reached has to be answered; not known is an answer."""

    code = "question-open"

    def __init__(self, question: str) -> None:
        """Name the question, and the field it stands in."""
        asked = current_law().question(question).ask
        super().__init__(
            _("“%(question)s” has no answer.") % {"question": asked},
            way_out=_("Answer it, or choose Not known."),
        )
        self.field = question.replace("-", "_")


class GroundsMissing(RuleBroken):
    """Who takes the exception of Art. 6(3) writes down why."""

    code = "grounds-missing"
    field = "reason"


class DutyNotOwed(RuleBroken):
    """Only a duty that the classification brings is kept on the sheet of a system."""

    code = "duty-not-owed"
    field = "duty"


class DutyReasonMissing(RuleBroken):
    """A duty that does not apply has a reason."""

    code = "duty-reason-missing"
    field = "note"


def classify_system(
    system: AISystem, answers: Mapping[str, Sequence[str]], *, is_public: bool, reason: str, by: Acts
) -> Classification:
    """Return the classification that follows from the answers; its duties are on the sheet of the system then.

    Our roles under the EU AI Act are those of the system; where nobody has named them, the strictest counts.
    Raises SystemRetired, QuestionOpen and GroundsMissing.
    """
    law = current_law()
    roles = list(system.act_roles)
    given = {**answers, "q-role": roles or [UNSURE]}
    try:
        outcome = classify(law, given)
    except Unanswered as open_question:
        raise QuestionOpen(open_question.question) from None
    if EXEMPTED in outcome.classes and not normal(reason):
        raise GroundsMissing(_("An exception was taken without grounds."), way_out=_("Write down why it holds."))
    counted = roles or ["provider", "deployer"]
    with transaction.atomic():
        lock_chain(system.organisation_id)
        LIFECYCLE.require(system, "classify")
        earlier = Classification.objects.about(system).aggregate(last=Max("number"))["last"] or 0
        made = Classification(
            organisation=system.organisation,
            system=system,
            number=earlier + 1,
            law=law.id,
            law_version=law.version,
            answers={name: list(found) for name, found in given.items() if name in outcome.asked},
            classes=list(outcome.classes),
            unsure=list(outcome.unsure),
            is_public=is_public,
            fria_owed=fria_owed(outcome, given, roles=counted, is_public=is_public),
            reason=normal(reason),
            judged_on=day_in(system.organisation.time_zone),
            judged_by=by if isinstance(by, Member) else None,
        )
        made.commit(SystemEvent.CLASSIFIED, by=by)
        system.keep_class(summary_class(outcome.classes), law.version, by=by)
        facts = Facts(
            _picked(given, "q-annex-iii", outcome),
            _picked(given, "q-transparency", outcome),
            is_public=is_public,
            owes_fria=made.fria_owed,
        )
        _keep_duties(system, duties_owed(outcome, counted, facts), by=by)
    return made


def set_duty(  # noqa: PLR0913 -- one argument for each field
    system: AISystem,
    *,
    duty: str,
    owner: Member | None,
    due_on: dt.date | None,
    state: str,
    note: str = "",
    by: Acts,
) -> SystemDuty:
    """Say who answers for a duty, by when, and whether it is met.

    Raises SystemRetired, DutyNotOwed, DutyReasonMissing and OwnerHasLeft.
    """
    with transaction.atomic():
        require_active([owner] if owner is not None else [])
        found = SystemDuty.objects.about(system).filter(duty=duty, is_owed=True).first()
        if found is None:
            raise DutyNotOwed(_("This duty does not follow from the classification."), way_out=_("Choose another."))
        if state == DutyState.NOT_APPLICABLE and not normal(note):
            raise DutyReasonMissing(_("Say why the duty does not apply."), way_out=_("Write a note."))
        system.mark_duties(by=by)
        found.owner, found.due_on, found.state, found.note = owner, due_on, state, normal(note)
        found.commit(SystemEvent.DUTY_SET, by=by)
    return found


def duties_owed(outcome: Outcome, roles: Sequence[str], facts: Facts) -> tuple[Duty, ...]:
    """Return the duties of a high-risk system for our roles; of any other system there is no sheet.

    A duty whose condition the answers rule out does not follow from them.
    """
    if not outcome.is_high_risk:
        return ()
    return tuple(
        one
        for one in current_law().duties
        if set(one.classes) & set(outcome.classes)
        and set(one.roles) & set(roles)
        and not is_ruled_out(one.condition, facts)
    )


def first_day(duty: Duty, classes: Sequence[str]) -> dt.date | None:
    """Return the first day on which a duty applies to a system of some classes."""
    routes = {"all"}
    routes |= {"annex_iii"} if any("annex-iii" in one for one in classes) else set()
    routes |= {"annex_i"} if any("annex-i-" in one for one in classes) else set()
    return min((day for route, day in duty.applies_from.items() if route in routes), default=None)


def _picked(answers: Mapping[str, Sequence[str]], question: str, outcome: Outcome) -> frozenset[str] | None:
    """Return what was picked from a list; None where the question was not reached, or nobody knows."""
    picked = frozenset(answers.get(question, ()))
    return None if question not in outcome.asked or UNSURE in picked else picked - {NONE}


def _keep_duties(system: AISystem, duties: Sequence[Duty], *, by: Acts) -> None:
    owed: dict[str, Any] = {one.id: one for one in duties}
    stored = {one.duty: one for one in SystemDuty.objects.about(system)}
    fresh = [SystemDuty(organisation=system.organisation, system=system, duty=key) for key in owed if key not in stored]
    changed = [one for key, one in stored.items() if one.is_owed is not (key in owed)]
    for one in changed:
        one.is_owed = one.duty in owed
    commit_all([*fresh, *changed], SystemEvent.DUTY_FOLLOWED, by=by)
