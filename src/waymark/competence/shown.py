"""What is written about people stands behind 5.3, 7.2, 7.3 and A.3.2 by itself (path.md section 17).

Deputies and people who have left show nothing, and a training whose check found no effect neither.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from waymark.competence.models.assignment import RoleAssignment
from waymark.competence.models.competence import Competence
from waymark.competence.models.proof import Proof
from waymark.competence.models.raci import RaciActivity
from waymark.competence.models.role import AimsRole
from waymark.competence.models.training import Effect, Training, TrainingKind, TrainingState
from waymark.competence.starter import starter
from waymark.core.clock import day_in
from waymark.evidence.freshness import add_months
from waymark.evidence.from_records import RecordPiece, RecordsAsEvidence, kept_up
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.records.retirable import UseState

MONTHS: Final = 12
_ASSIGNED, _DEFINED, _FILLED = "5.3-1", "A.3.2-1", "A.3.2-2"
_AIMS_MANAGER: Final = "aims_manager"
_KEPT_IN_LINE: Final = frozenset({"5.3-3", "5.3-4"})
_NEEDED, _CLOSED = "7.2-1", "7.2-3"
_PROVED: Final = frozenset({"7.2-2", "7.2-4"})
_AWARE: Final = frozenset({"7.3-1", "7.3-2", "7.3-3"})


def _assignments(organisation: Organisation, most: int | None) -> Sequence[RecordPiece]:
    """Return who holds a role in use today: current until its last day, and a year after role or holder was settled."""
    today = day_in(organisation.time_zone)
    rows = RoleAssignment.objects.of(organisation).holding_on(today).filter(role__state=UseState.ACTIVE)
    held = rows.select_related("role", "member").order_by("-pk")[:most]
    return [_assignment(organisation, one) for one in reversed(held)]


def _assignment(organisation: Organisation, one: RoleAssignment) -> RecordPiece:
    role, since = one.role, max(one.held_from, day_in(organisation.time_zone, one.created_at))
    newest = max(since, day_in(organisation.time_zone, role.changed_at))
    points = {_FILLED}
    if role.responsibilities and role.authorities:
        points |= {_ASSIGNED, *(_KEPT_IN_LINE if role.starter == _AIMS_MANAGER else ())}
    return RecordPiece(
        subject=("competence.roleassignment", one.pk),
        reference=role.reference,
        title=f"{role.title}: {one.member.name}",
        held_since=since,
        newest_on=newest,
        good_until=_first(add_months(newest, MONTHS), one.last_day),
        is_unverified=one.decider_id is None,
        points=frozenset(points),
    )


def _proofs(organisation: Organisation, most: int | None) -> Sequence[RecordPiece]:
    """Return the proofs of competences that a role in use asks for, of members who have not left."""
    rows = (
        Proof.objects.of(organisation)
        .active()
        .filter(person__left_on=None, competence__state=UseState.ACTIVE, competence__role__state=UseState.ACTIVE)
    )
    columns = ("pk", "number", "title", "created_at", "shown_on", "valid_until")
    pieces = []
    for pk, number, title, created_at, shown_on, valid_until in reversed(
        rows.order_by("-number").values_list(*columns)[:most]
    ):
        since = day_in(organisation.time_zone, created_at)
        pieces.append(
            RecordPiece(
                subject=("competence.proof", pk),
                reference=f"{Proof.prefix}-{number}",
                title=title,
                held_since=since,
                newest_on=shown_on,
                good_until=valid_until or add_months(since, MONTHS),
                is_unverified=False,
                points=_PROVED,
            )
        )
    return pieces


def _trainings(organisation: Organisation, most: int | None) -> Sequence[RecordPiece]:
    """Return what was held: a gap is closed once the effect is checked; of its topics people are aware."""
    rows = Training.objects.of(organisation).filter(state__in=[TrainingState.HELD, TrainingState.CHECKED])
    shows = Q(state=TrainingState.CHECKED, kind=TrainingKind.TRAINING)
    for one in starter().topics:
        if _AWARE & {*one.points}:
            shows |= Q(topics_text__contains=f'"{one.id}"')
    found = rows.annotate(topics_text=Cast("topics", TextField())).filter(shows).exclude(effect=Effect.NOT)
    return [_training(organisation, one) for one in reversed(found.newest_first()[:most])]


def _training(organisation: Organisation, one: Training) -> RecordPiece:
    added, held_on = day_in(organisation.time_zone, one.created_at), one.held_on
    is_checked = one.state == TrainingState.CHECKED
    newest = one.effect_checked_on or held_on
    points = _topic_points(one.topics)
    if is_checked and one.kind == TrainingKind.TRAINING:
        points |= {_CLOSED}
    return RecordPiece(
        subject=("competence.training", one.pk),
        reference=one.reference,
        title=one.title,
        held_since=max(added, held_on) if held_on else added,
        newest_on=newest,
        good_until=add_months(newest, MONTHS) if newest else None,
        is_unverified=not is_checked,
        points=frozenset(points),
    )


def _topic_points(topics: Iterable[Any]) -> set[str]:
    found = [starter().topic(str(one)) for one in topics]
    return {point for one in found if one is not None for point in one.points} & _AWARE


def _first(*days: dt.date | None) -> dt.date:
    return min(day for day in days if day is not None)


SHOWN: Final = (
    kept_up(AimsRole, points=(_DEFINED,), months=MONTHS, among=~Q(responsibilities="")),
    RecordsAsEvidence(
        "competence.roleassignment",
        frozenset({_ASSIGNED, _FILLED}) | _KEPT_IN_LINE,
        _assignments,
        (RoleAssignment, AimsRole, Member),
    ),
    kept_up(RaciActivity, points=(_ASSIGNED, _DEFINED), months=MONTHS),
    kept_up(Competence, points=(_NEEDED,), months=MONTHS, among=Q(role__state=UseState.ACTIVE), follows=(AimsRole,)),
    RecordsAsEvidence("competence.proof", _PROVED, _proofs, (Proof, Competence, AimsRole, Member)),
    RecordsAsEvidence("competence.training", frozenset({_CLOSED}) | _AWARE, _trainings, (Training,)),
)
"""What stands behind requirements by itself, and for how many months."""
