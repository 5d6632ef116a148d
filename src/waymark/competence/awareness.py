"""By when each member is made aware of each topic again: from trainings that were held, and the months of the topic.

A topic counts from the first training that names it: until then it is a proposal, and nobody owes it. Attendance alone
starts the months anew, unless the check of the training found no effect.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.competence.models.assignment import RoleAssignment
from waymark.competence.models.awareness import TopicInterval
from waymark.competence.models.training import Effect, Participation, Training, TrainingState
from waymark.competence.standing import SOON
from waymark.competence.starter import Audience, Topic, starter
from waymark.core.clock import day_in
from waymark.evidence.freshness import add_months
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation

EVERYONE, NEWCOMERS = "everyone", "newcomers"
FIRST: Final = dt.timedelta(days=30)
"""So long newcomers, and new holders of a role, have for their first training."""
NEW_FOR: Final = 12
"""Months in which somebody counts as a newcomer; after that the yearly topics cover the same."""


class AwarenessState(models.TextChoices):
    """How a member is about one topic."""

    CURRENT = "current", _("Current")
    SOON = "soon", _("Due soon")
    OVERDUE = "overdue", _("Overdue")


@dataclass(frozen=True, slots=True)
class UsedTopic:
    """A topic that the organisation uses: since when, and after how many months it comes again."""

    topic: Topic
    audience: Audience
    began: dt.date
    months: int | None


@dataclass(frozen=True, slots=True)
class AwarenessLine:
    """One topic that concerns a member: the training that counts, and by when the next one is due; None for never."""

    used: UsedTopic
    member: Member
    last_on: dt.date | None
    training: Training | None
    due_on: dt.date | None
    state: AwarenessState

    @property
    def topic(self) -> Topic:
        """Return what it is about."""
        return self.used.topic

    @property
    def key(self) -> str:
        """Return what names it among all: the topic and the member."""
        return f"{self.topic.id}/{self.member.pk}"


def topics_in_use(organisation: Organisation) -> list[UsedTopic]:
    """Return the topics that a training names, in the order of the file; two queries, one where there is none."""
    return _used(organisation, _trainings(organisation))


def awareness_lines(
    organisation: Organisation,
    today: dt.date,
    member: Member | None = None,
    *,
    topic: str = "",
    known: Iterable[RoleAssignment] | None = None,
) -> list[AwarenessLine]:
    """Return by when everybody, or one member, is made aware of what concerns them, or of one topic.

    The first that is due comes first. Five queries; one where no training names a topic. Assignments of all members
    that run today are not asked for again if they are `known`.
    """
    trainings = {one.pk: one for one in _trainings(organisation)}
    used = [one for one in _used(organisation, trainings.values()) if topic in {"", one.topic.id}]
    if not used:
        return []
    last = _last(organisation, trainings, member)
    since = _roles_since(_running(organisation, today, member) if known is None else known)
    found = [
        _line(one, who, concerned, last.get((who.pk, one.topic.id)), today)
        for who in _members(organisation, member)
        for one in used
        if (concerned := _concerned_since(one, who, since[who.pk], today)) is not None
    ]
    return sorted(found, key=lambda one: (one.due_on or dt.date.max, one.member.name.casefold(), one.topic.id))


def _trainings(organisation: Organisation) -> list[Training]:
    rows = Training.objects.of(organisation).exclude(state=TrainingState.CANCELLED).exclude(topics=[])
    needed = ("organisation_id", "number", "state", "topics", "due_on", "held_on", "created_at")
    return list(rows.only(*needed).order_by("held_on", "number"))


def _used(organisation: Organisation, trainings: Iterable[Training]) -> list[UsedTopic]:
    began: dict[str, dt.date] = {}
    for one in trainings:
        day = one.held_on or one.due_on or day_in(organisation.time_zone, one.created_at)
        for key in one.topics:
            began[str(key)] = min(day, began.get(str(key), day))
    if not began:
        return []
    months, known = TopicInterval.objects.by_topic(organisation), starter()
    audiences = {one.id: one for one in known.audiences}
    return [
        UsedTopic(one, audiences[one.audience], began[one.id], months[one.id])
        for one in known.topics
        if one.id in began
    ]


def _last(
    organisation: Organisation, trainings: Mapping[int, Training], member: Member | None
) -> dict[tuple[int, str], Training]:
    """Return the last training of each member on each topic; one whose check found no effect does not count."""
    rows = Participation.objects.of(organisation).exclude(training__effect=Effect.NOT)
    rows = rows if member is None else rows.filter(member=member)
    last: dict[tuple[int, str], Training] = {}
    pairs = [(trainings[pk], who) for pk, who in rows.values_list("training_id", "member_id") if pk in trainings]
    for one, who in sorted(pairs, key=lambda pair: pair[0].held_on or dt.date.min):
        last |= {(who, str(key)): one for key in one.topics}
    return last


def _running(organisation: Organisation, today: dt.date, member: Member | None) -> Iterable[RoleAssignment]:
    rows = RoleAssignment.objects.of(organisation).running_on(today).select_related("role")
    return rows if member is None else rows.filter(member=member)


def _roles_since(running: Iterable[RoleAssignment]) -> Mapping[int, Mapping[str, dt.date]]:
    """Return since when each member holds which proposed role, deputies included."""
    found: dict[int, dict[str, dt.date]] = defaultdict(dict)
    for one in sorted(running, key=lambda one: one.held_from, reverse=True):
        found[one.member_id][one.role.starter] = one.held_from
    return found


def _members(organisation: Organisation, member: Member | None) -> Iterator[Member]:
    if member is not None:
        yield member
        return
    for one in Member.objects.of(organisation).active():
        one.organisation = organisation
        yield one


def _concerned_since(used: UsedTopic, member: Member, roles: Mapping[str, dt.date], today: dt.date) -> Any:
    """Return since when a topic concerns a member, or None; contractors are no list that Waymark has."""
    came = day_in(member.organisation.time_zone, member.created_at)
    if used.audience.id == EVERYONE:
        return came
    if used.audience.id == NEWCOMERS:
        return came if add_months(came, NEW_FOR) > today else None
    held = [roles[one] for one in used.audience.roles if one in roles]
    return min(held) if held else None


def _line(
    used: UsedTopic, member: Member, concerned: dt.date, training: Training | None, today: dt.date
) -> AwarenessLine:
    last_on = training.held_on if training is not None else None
    if last_on is None:
        due_on: dt.date | None = max(used.began, concerned + FIRST)
    else:
        due_on = add_months(last_on, used.months) if used.months is not None else None
    return AwarenessLine(used, member, last_on, training, due_on, _state(due_on, last_on, today))


def _state(due_on: dt.date | None, last_on: dt.date | None, today: dt.date) -> AwarenessState:
    if due_on is None or (last_on is not None and due_on > today + SOON):
        return AwarenessState.CURRENT
    return AwarenessState.SOON if due_on >= today else AwarenessState.OVERDUE
