"""Records of this package that stand behind requirements by themselves and have no review of their own."""

from collections.abc import Sequence
from typing import Final

from waymark.context.models.need import Need, NeedState
from waymark.context.models.party import Party
from waymark.context.models.planned_change import ChangeState, PlannedChange
from waymark.context.models.scope_version import ScopeVersion
from waymark.core.clock import day_in
from waymark.evidence.freshness import add_months
from waymark.evidence.from_records import RecordPiece, RecordsAsEvidence
from waymark.people.models.organisation import Organisation

MONTHS: Final = 12
_KNOWN, _DECIDED, _PLANNED, _IMPROVED = "4.2-2", "4.2-3", "6.3-1", "4.4-3"
_BOUNDARIES, _WEIGHED, _ACTIVITIES, _DOCUMENTED = "4.3-1", "4.3-2", "4.3-3", "4.3-4"


def _needs(organisation: Organisation, most: int | None) -> Sequence[RecordPiece]:
    """Return needs of parties in use: they are reviewed with their party, and are current as long as that is."""
    rows = Need.objects.of(organisation).of_parties_in_use().newest_first()
    columns = ("pk", "number", "text", "state", "created_at", "party__reviewed_on", "party__next_review_on")
    pieces = []
    for pk, number, text, state, created_at, reviewed_on, next_review_on in rows.values_list(*columns)[:most]:
        since = day_in(organisation.time_zone, created_at)
        newest = max(since, reviewed_on or since)
        pieces.append(
            RecordPiece(
                subject=("context.need", pk),
                reference=f"{Need.prefix}-{number}",
                title=text,
                held_since=since,
                newest_on=newest,
                good_until=next_review_on or add_months(newest, MONTHS),
                is_unverified=reviewed_on is None,
                points=frozenset({_KNOWN} if state == NeedState.OPEN else {_KNOWN, _DECIDED}),
            )
        )
    return pieces[::-1]


NEEDS_SHOWN: Final = RecordsAsEvidence("context.need", frozenset({_KNOWN, _DECIDED}), _needs, (Need, Party))


def _changes(organisation: Organisation, most: int | None) -> Sequence[RecordPiece]:
    """Return changes that were approved: each shows for a year that changes are planned, and once made, the upkeep."""
    states = (ChangeState.APPROVED, ChangeState.COMPLETED)
    rows = PlannedChange.objects.of(organisation).filter(state__in=states).newest_first()
    columns = ("pk", "number", "title", "created_at", "approved_on", "completed_on")
    pieces = []
    for pk, number, title, created_at, approved_on, completed_on in rows.values_list(*columns)[:most]:
        newest = completed_on or approved_on
        pieces.append(
            RecordPiece(
                subject=("context.plannedchange", pk),
                reference=f"{PlannedChange.prefix}-{number}",
                title=title,
                held_since=day_in(organisation.time_zone, created_at),
                newest_on=newest,
                good_until=add_months(newest, MONTHS),
                is_unverified=False,
                points=frozenset({_PLANNED, _IMPROVED} if completed_on else {_PLANNED}),
            )
        )
    return pieces[::-1]


CHANGES_SHOWN: Final = RecordsAsEvidence(
    "context.plannedchange", frozenset({_PLANNED, _IMPROVED}), _changes, (PlannedChange,)
)


def _scope(organisation: Organisation, _most: int | None) -> Sequence[RecordPiece]:
    """Return the scope in force: a controlled document that was approved, and is current until its next review."""
    found = ScopeVersion.objects.of(organisation).effective().first()
    if found is None:
        return ()
    points = {_BOUNDARIES, _DOCUMENTED}
    points |= {_ACTIVITIES} if found.activities else set()
    is_weighed = bool(found.considered and (found.factors or found.needs))
    points |= {_WEIGHED} if is_weighed else set()
    return (
        RecordPiece(
            subject=("context.scopeversion", found.pk),
            reference=found.reference,
            title=str(found),
            held_since=day_in(organisation.time_zone, found.created_at),
            newest_on=found.reviewed_on or found.outside_approved_on or found.approved_on,
            good_until=found.next_review_on,
            is_unverified=False,
            points=frozenset(points),
        ),
    )


SCOPE_SHOWN: Final = RecordsAsEvidence(
    "context.scopeversion",
    frozenset({_BOUNDARIES, _WEIGHED, _ACTIVITIES, _DOCUMENTED}),
    _scope,
    (ScopeVersion,),
)
