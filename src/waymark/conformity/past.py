"""A requirement as it stood at the end of a day: owner, date, applicability and verdicts, from the trail alone."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from waymark.catalogue.models.framework import Requirement
from waymark.catalogue.outline import Outline, OutlineRequirement, outline
from waymark.conformity import exclusions
from waymark.conformity.assignment import Assignment
from waymark.conformity.found import Found
from waymark.conformity.models.judgement import Judgement
from waymark.conformity.picture import RequirementView, draw
from waymark.conformity.scale import Verdict
from waymark.people.models.organisation import Organisation
from waymark.trail.as_of import LastChange, RecordState, RecordThen, Steps, as_of, end_of, in_words, steps
from waymark.trail.words import names_in

_STANDING, _JUDGEMENT = "conformity.standing", "conformity.judgement"


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a control applied, why not, and who had decided it when: what its row of the SoA said (6.1.3 d)."""

    is_left_out: bool
    reason: str
    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class RequirementThen:
    """What was recorded about a requirement when a day ended; `exists` says whether anything was.

    A clause has no `decision`: it applies to everybody. `unreadable` are entries of the chain that cannot be read.
    """

    day: dt.date
    view: RequirementView
    standing: RecordThen
    decision: Decision | None
    steps: Steps
    unreadable: tuple[int, ...] = ()

    @property
    def exists(self) -> bool:
        """Return whether the organisation had taken the requirement up by then."""
        return self.standing.past is not None


def requirement_as_of(
    organisation: Organisation, tree: Outline, requirement: OutlineRequirement, standing_id: int, day: dt.date
) -> RequirementThen:
    """Return a requirement as it stood at the end of a day in the organisation's time zone; at most four queries.

    For a day on which another edition was in use, it is as many again.
    Which judgements there are is asked of their table, from which nothing can be removed; what they said, and whether
    they were there yet, is told by the chain.
    """
    points = [point.pk for point in requirement.points]
    judged = Judgement.objects.of(organisation).filter(point__in=points).values_list("pk", flat=True)
    asked = {_STANDING: [standing_id], _JUDGEMENT: list(judged)}
    zone = organisation.time_zone
    replayed = as_of(organisation.pk, end_of(day, zone), asked)
    standing = replayed.then.get((_STANDING, standing_id))
    requirement_id = standing.values.get("requirement_id") if standing is not None else None
    if isinstance(requirement_id, int) and requirement_id != requirement.pk:
        return _on_edition_then(organisation, requirement_id, standing_id, day)
    now = replayed.now.get((_STANDING, standing_id))
    judgements = [past for (kind, _pk), past in replayed.then.items() if kind == _JUDGEMENT and _is_known(past)]
    states = [*replayed.then.values(), *([now] if now else [])]
    names = names_in(organisation.pk, ((past.kind, _foreign_keys(past)) for past in states))
    assignment = _assignment(standing, names)
    drawn = draw(
        tree, newest(judgements, names), assignments={requirement.ref: assignment}, requirements=[requirement]
    ).requirements[0]
    return RequirementThen(
        day,
        drawn,
        in_words(standing, day, names, now=now),
        decision_in(standing) if standing is not None and requirement.is_control else None,
        steps(replayed.moments, day, zone),
        replayed.unreadable,
    )


def _on_edition_then(
    organisation: Organisation, requirement_id: int, standing_id: int, day: dt.date
) -> RequirementThen:
    """Return it by the edition that was in use on the day; the organisation has been carried over since."""
    framework_id = Requirement.objects.values_list("framework_id", flat=True).get(pk=requirement_id)
    tree = outline(framework_id, organisation.language)
    return requirement_as_of(organisation, tree, tree.requirement_with(requirement_id), standing_id, day)


def decision_in(standing: RecordState) -> Decision:
    """Return the decision whether a control applies; a reason that was edited makes it a later one. Pure."""
    last_changes = [
        standing.last_changes[name]
        for name in ("left_out", "left_out_reason", "left_out_code")
        if name in standing.last_changes
    ]
    last = max(last_changes, key=lambda one: one.at, default=LastChange(standing.began_at, standing.who))
    return Decision(
        is_left_out=bool(standing.values.get("left_out")),
        reason=exclusions.in_words(standing.values.get("left_out_code"), standing.values.get("left_out_reason") or ""),
        by=last.who,
        at=last.at,
    )


def newest(judgements: Iterable[RecordState], names: dict[tuple[str, int], str]) -> dict[int, Found]:
    """Return what counted on each point: the last revision in the newest round where it was not taken back.

    The rule is that of `JudgementQuerySet.newest_on`.
    """
    last_revision: dict[tuple[int, int], RecordState] = {}
    for past in judgements:
        place = (past.values["point_id"], past.values["assessment_id"])
        if place not in last_revision or past.values["revision"] > last_revision[place].values["revision"]:
            last_revision[place] = past
    counting: dict[int, RecordState] = {}
    for (point, _round), past in last_revision.items():
        if past.values["verdict"] != Verdict.NOT_ASSESSED:
            other = counting.get(point)
            if other is None or _when(past) > _when(other):
                counting[point] = past
    return {point: _found(past, names) for point, past in counting.items()}


def _is_known(past: RecordState) -> bool:
    # Where the entry that began a judgement cannot be read, nobody can say what it was about.
    return {"point_id", "assessment_id", "revision", "verdict", "judged_on"} <= past.values.keys()


def _foreign_keys(past: RecordState) -> dict[str, Any]:
    # Points and rounds are known to whoever looks; only people and the requirement have to be named.
    return {name: past.values.get(name) for name in ("owner_id", "judged_by_id", "requirement_id")}


def _when(past: RecordState) -> tuple[str, int]:
    return past.values["judged_on"], past.record_id


def _found(past: RecordState, names: dict[tuple[str, int], str]) -> Found:
    values = past.values
    return Found(
        verdict=values["verdict"],
        finding=values.get("finding") or "",
        evidence=values.get("evidence") or "",
        severity=values.get("severity"),
        action=values.get("action") or "",
        target_on=past.day("target_on"),
        revision=values["revision"],
        judgement_id=past.record_id,
        reason_code=values.get("reason_code") or None,
        judged_on=past.day("judged_on"),
        judged_by=names.get(("people.member", values.get("judged_by_id") or 0), past.who),
    )


def _assignment(past: RecordState | None, names: dict[tuple[str, int], str]) -> Assignment:
    if past is None:
        return Assignment()
    owner = past.values.get("owner_id")
    return Assignment(
        owner=names.get(("people.member", owner or 0), ""),
        owner_id=owner,
        due_on=past.day("due_on"),
        standing_id=past.record_id,
        left_out=bool(past.values.get("left_out")),
        left_out_reason=past.values.get("left_out_reason") or "",
        left_out_code=past.values.get("left_out_code") or None,
    )
