"""Answering the details of a system, section by section; what nobody knows yet gets an owner and a date."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.context.events import SystemEvent
from waymark.context.inventory.words import choices_of, fields_of
from waymark.context.models.system import AISystem
from waymark.context.models.system_answer import SystemAnswer
from waymark.core.errors import RuleBroken
from waymark.core.text import normal
from waymark.people.active import require_active
from waymark.people.models.member import Member
from waymark.trail.actors import Acts
from waymark.trail.door import commit_all


class NobodyFindsOut(RuleBroken):
    """What is not known yet has an owner and a date."""

    code = "nobody-finds-out"
    field = "find_out_by"


class AnswerAndOpen(RuleBroken):
    """A detail is answered or not known yet, not both."""

    code = "answer-and-open"
    field = "not_known"


@dataclass(frozen=True, slots=True)
class Details:
    """What somebody answered in a section: texts and choices by field, and what is not known yet."""

    answers: Mapping[str, Any]
    not_known: Sequence[str] = ()
    find_out: Member | None = None
    find_out_by: dt.date | None = None


@dataclass(frozen=True, slots=True)
class _Value:
    text: str = ""
    picked: list[str] = field(default_factory=list)
    owner: Member | None = None
    due_on: dt.date | None = None


def describe(system: AISystem, section: str, details: Details, *, by: Acts) -> None:
    """Take over what was answered in one section; fields that are left out stay as they are.

    What is marked as not known yet keeps its owner and date where it was open before and no others are given.
    Raises SystemRetired, NobodyFindsOut, AnswerAndOpen and OwnerHasLeft.
    """
    with transaction.atomic():
        require_active([details.find_out] if details.find_out is not None else [])
        stored = {one.field: one for one in SystemAnswer.objects.about(system).select_related("owner")}
        changed: list[SystemAnswer] = []
        for one in fields_of(section):
            answer = stored.get(one.id) or SystemAnswer(organisation=system.organisation, system=system, field=one.id)
            value = _value(answer, one.id, details, has_choices=bool(choices_of(one)))
            before = (answer.text, answer.picked, answer.owner_id, answer.due_on)
            after = (value.text, value.picked, value.owner.pk if value.owner else None, value.due_on)
            if before != after:
                answer.text, answer.picked, answer.owner, answer.due_on = (
                    value.text,
                    value.picked,
                    value.owner,
                    value.due_on,
                )
                changed.append(answer)
        system.mark_described(section=section, by=by)
        commit_all([one for one in changed if not one.is_not_known], SystemEvent.ANSWERED, by=by)
        commit_all([one for one in changed if one.is_not_known], SystemEvent.ASKED, by=by)


def _value(answer: SystemAnswer, name: str, details: Details, *, has_choices: bool) -> _Value:
    given = details.answers.get(name)
    stored = answer.picked if has_choices else answer.text
    answered = stored if given is None else _picked(given) if has_choices else normal(str(given))
    if name not in details.not_known:
        return _Value(picked=list(answered)) if has_choices else _Value(text=str(answered))
    if given and answered:
        raise AnswerAndOpen(
            _("“%(name)s” is answered and marked as not known yet.") % {"name": answer},
            way_out=_("Clear the answer, or remove the mark."),
        )
    owner = details.find_out or answer.owner
    due_on = details.find_out_by or answer.due_on
    if owner is None or due_on is None:
        raise NobodyFindsOut(
            _("What is not known yet needs an owner and a date."), way_out=_("Choose who finds out, and by when.")
        )
    return _Value(owner=owner, due_on=due_on)


def _picked(given: Any) -> list[str]:
    return [given] if isinstance(given, str) else list(given)
