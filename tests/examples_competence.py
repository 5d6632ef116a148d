"""Examples of the kinds of record of package `competence`; `tests.examples` collects them."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from tests.examples_context import LONG_AGO
from waymark.competence.holding import AssignmentDraft, adopt, assign, end
from waymark.competence.models.awareness import TopicInterval
from waymark.competence.models.competence import Competence
from waymark.competence.models.proof import Proof
from waymark.competence.models.raci import RaciActivity
from waymark.competence.models.role import AimsRole
from waymark.competence.models.training import EffectCheck, Training, TrainingKind
from waymark.competence.ownership import MINE, confirm_ownership
from waymark.competence.raci import adopt_activities
from waymark.competence.raci_columns import arrange_columns
from waymark.competence.starter import starter
from waymark.core.clock import day_in
from waymark.people.models.member import Member
from waymark.work.owners import give

Act = Callable[[Any, Member, Member], object]
Kind = tuple[type[Any], str, Callable[[Member, int], Any], Mapping[str, Act]]


def _today(one: Any) -> dt.date:
    return day_in(one.organisation.time_zone)


def role(by: Member, number: int) -> AimsRole:
    """Return a role of the organisation's own."""
    return AimsRole.add(
        by.organisation,
        by=by,
        title=f"Role {number}",
        purpose="Überwacht das Modell" if number % 2 else "Watches the model",
        responsibilities="Look every day\nReport what is odd",
    )


def _edit(one: AimsRole, by: Member, _other: Member) -> None:
    one.edit(title=f"{one.title}!", purpose=one.purpose, authorities="Stop it", by=by)


def _assign(one: AimsRole, by: Member, _other: Member) -> Member:
    # Each time somebody else: nobody holds a role twice.
    holder = Member.add(one.organisation, name=f"Holder {Member.objects.count()}", by=by)
    held_from = _today(one) - dt.timedelta(days=9)
    assign(one, AssignmentDraft(member=holder, held_from=held_from, decider=by), by=by)
    return holder


def _end(one: AimsRole, by: Member, other: Member) -> None:
    holder = _assign(one, by, other)
    end(one, holder, held_until=_today(one) - dt.timedelta(days=1), reason="Another post", by=by)


def fill_competence(by: Member, other: Member) -> None:
    """Fill the parts of the newest records: somebody holds a role, somebody took part in a training.

    Of what they own, one member confirms that it is still theirs.
    """
    newest = AimsRole.objects.of(by.organisation).newest_first()[0]
    _assign(newest, by, other)
    held = Training.objects.of(by.organisation).select_related("organisation").newest_first()[0]
    held.hold(_today(held), [by], by=by)
    confirm_ownership(by, lambda _kind, _line: MINE, by=by)
    TopicInterval.objects.in_force(by.organisation, "AW-01").set_months(months=6, by=by)
    arrange_columns(by.organisation, [*starter().raci_columns, "data_steward"], by=by)


def hold_both_sides(by: Member, other: Member) -> None:
    """Give a member two roles that are both sides of acts, one of them for some weeks."""
    for one in adopt(by.organisation, ["ai_system_owner", "engineering_lead"], by=by):
        assign(one, AssignmentDraft(member=other, held_from=_today(by) - dt.timedelta(days=9)), by=by)
    end(one, other, held_until=_today(by) + dt.timedelta(days=50), reason="Another post", by=by)


ROLE: Kind = (
    AimsRole,
    "aims_role",
    role,
    {
        "edit": _edit,
        "assign": _assign,
        "end": _end,
        "retire": lambda one, by, _other: one.retire(reason="Nobody needs it.", by=by),
        "reinstate": lambda one, by, _other: one.reinstate(reason="It is needed.", by=by),
    },
)


def _activity(by: Member, number: int) -> RaciActivity:
    known = {"title": f"Activity {number}", "aims_manager": "a", "process_owner": "r", "clauses": "8.1"}
    return RaciActivity.add(by.organisation, by=by, **known)


RACI: Kind = (
    RaciActivity,
    "raci_activity",
    _activity,
    {
        "edit": lambda one, by, _other: one.edit(title=f"{one.title}!", risk_manager="ar", by=by),
        "retire": lambda one, by, _other: one.retire(reason="Nobody does it.", by=by),
        "reinstate": lambda one, by, _other: one.reinstate(reason="It is done again.", by=by),
    },
)


def _needed(by: Member, number: int) -> Competence:
    return Competence.add(
        role(by, number),
        by=by,
        title=f"Competence {number}",
        proofs=["course", "test"],
        needs_all=not number % 2,
        renewal_months=12 if number % 2 else None,
    )


COMPETENCE: Kind = (
    Competence,
    "competence",
    _needed,
    {
        "edit": lambda one, by, _other: one.edit(title=f"{one.title}!", proofs=["test"], by=by),
        "retire": lambda one, by, _other: one.retire(reason="Nobody needs it.", by=by),
        "reinstate": lambda one, by, _other: one.reinstate(reason="It is needed.", by=by),
    },
)


def _proof(by: Member, number: int) -> Proof:
    needed = _needed(by, number)
    shown_on = LONG_AGO - dt.timedelta(days=30 * number)
    assign(needed.role, AssignmentDraft(member=by, held_from=shown_on), by=by)
    return Proof.add(
        needed,
        by,
        owner=by if number % 3 else None,
        by=by,
        kind="course" if number % 2 else "test",
        title=f"Proof {number}",
        shown_on=shown_on,
        confirmed_by="The trainer",
    )


def _edit_proof(one: Proof, by: Member, _other: Member) -> None:
    one.edit(kind="test", title=f"{one.title}!", shown_on=one.shown_on, confirmed_by="The examiner", by=by)


PROOF: Kind = (
    Proof,
    "competence_proof",
    _proof,
    {
        "edit": _edit_proof,
        "give": lambda one, by, other: give(one, by if one.owner_id == other.pk else other, by=by),
        "retire": lambda one, by, _other: one.retire(reason="It was a mistake.", by=by),
        "reinstate": lambda one, by, _other: one.reinstate(reason="It was none.", by=by),
    },
)


def _training(by: Member, number: int) -> Training:
    return Training.add(
        by.organisation,
        owner=by if number % 3 else None,
        by=by,
        title=f"Training {number}",
        kind=TrainingKind.AWARENESS if number % 2 else TrainingKind.TRAINING,
        topics=["AW-01"],
        audiences=["everyone"],
        about="Grenzen des Modells" if number % 2 else "What it can",
        due_on=_today(by) + dt.timedelta(days=number * 5 - 4),
    )


def _edit_training(one: Training, by: Member, _other: Member) -> None:
    one.edit(title=f"{one.title}!", about="More", due_on=one.due_on, by=by)


def _effect(one: Training, result: str) -> EffectCheck:
    return EffectCheck(on=_today(one), method="Three questions", result=result, note="Seen")


TRAINING: Kind = (
    Training,
    "training",
    _training,
    {
        "edit": _edit_training,
        "give": lambda one, by, other: give(one, by if one.owner_id == other.pk else other, by=by),
        "hold": lambda one, by, other: one.hold(LONG_AGO, [by, other], others="The night shift", by=by),
        "check": lambda one, by, _other: one.check_effect(_effect(one, "partly"), by=by),
        "check_again": lambda one, by, _other: one.check_effect_again(_effect(one, "effective"), by=by),
        "cancel": lambda one, by, _other: one.cancel(reason="Nobody has time.", by=by),
    },
)
EXAMPLES = (ROLE, RACI, COMPETENCE, PROOF, TRAINING)


def _confirmed(stage: Any) -> None:
    _training(stage.by, 1)
    confirm_ownership(stage.by, lambda _kind, _line: MINE, by=stage.by)


COMPETENCE_ACTS: Mapping[str, Callable[[Any], object]] = {
    "aims-role.adopted": lambda stage: adopt(stage.organisation, ["risk_manager"], by=stage.by),
    "competence.adopted": lambda stage: adopt(stage.organisation, ["risk_manager"], by=stage.by),
    "ownership.confirmed": _confirmed,
    "awareness.interval-set": lambda stage: TopicInterval.objects.in_force(stage.organisation, "AW-01").set_months(
        months=6, by=stage.by
    ),
    "raci-columns.set": lambda stage: arrange_columns(
        stage.organisation, [*starter().raci_columns, "data_steward"], by=stage.by
    ),
    "raci-activity.adopted": lambda stage: adopt_activities(stage.organisation, by=stage.by),
}
"""What `tests.trail.acts` does for events that no act of an example brings about."""
