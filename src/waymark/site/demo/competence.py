"""The AIMS roles of a demo organisation and who holds them, through the verbs that people use."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from waymark.competence.holding import AssignmentDraft, adopt, assign
from waymark.competence.models.competence import Competence
from waymark.competence.models.proof import Proof
from waymark.competence.models.role import AimsRole
from waymark.competence.models.training import EffectCheck, Training
from waymark.competence.ownership import MINE, confirm_ownership
from waymark.competence.raci import adopt_activities
from waymark.people.models.member import Member
from waymark.site.demo.scenes import Scene, Stage, read
from waymark.work.owned import count_owned


def competence(stage: Stage) -> Iterator[Scene]:
    """Yield the adopting of roles, the giving of each, and the proofs of competence."""
    for one in read(stage.folder / "roles.yaml"):
        yield from _decision(stage, one)
    for one in read(stage.folder / "proofs.yaml"):
        yield Scene(one["day"], partial(_prove, stage, one))
    for one in read(stage.folder / "trainings.yaml"):
        yield from _training(stage, one, {})
    for one in read(stage.folder / "ownership.yaml"):
        for key in one["who"]:
            yield Scene(one["day"], partial(_confirm, stage.members[key]))


def _decision(stage: Stage, one: dict[str, Any]) -> Iterator[Scene]:
    by, day = stage.members[one["by"]], one["day"]
    yield Scene(day, lambda: adopt(stage.organisation, one["adopt"], by=by))
    if one.get("raci"):
        yield Scene(day, lambda: adopt_activities(stage.organisation, by=by))
    for given in one["given"]:
        draft = AssignmentDraft(
            member=stage.members[given["who"]],
            held_from=day,
            is_deputy=given.get("deputy", False),
            decider=stage.members[one["decider"]],
            mitigation=given.get("instead", ""),
        )
        yield Scene(day, partial(_assign, stage, given["role"], draft, by))


def _confirm(member: Member) -> None:
    # Who owns nothing on that day has nothing to say.
    if count_owned(member):
        confirm_ownership(member, lambda _kind, _line: MINE, by=member)


def _training(stage: Stage, one: dict[str, Any], made: dict[str, Training]) -> Iterator[Scene]:
    by = stage.members[one["by"]]

    def plan() -> None:
        known = {name: one[name] for name in ("title", "kind", "topics", "audiences")}
        due_on = one.get("due", one.get("held"))
        made["it"] = Training.add(stage.organisation, owner=by, by=by, effect_plan=one["plan"], due_on=due_on, **known)

    def hold() -> None:
        others = {name: one[name] for name in ("others", "others_count") if name in one}
        made["it"].hold(one["held"], [stage.members[key] for key in one["members"]], by=by, **others)

    def check() -> None:
        found = one["checked"]
        effect = EffectCheck(on=found["day"], method=found["how"], result=found["result"], note=found["note"])
        made["it"].check_effect(effect, by=by)

    yield Scene(one["planned"], plan)
    if "held" in one:
        yield Scene(one["held"], hold)
    if "checked" in one:
        yield Scene(one["checked"]["day"], check)


def _prove(stage: Stage, one: dict[str, Any]) -> None:
    by = stage.members[one["by"]]
    needed = Competence.objects.of(stage.organisation).select_related("organisation").filter(starter__in=one["for"])
    for competence in needed.order_by("number"):
        Proof.add(
            competence,
            stage.members[one["who"]],
            owner=by,
            by=by,
            kind=one["kind"],
            title=one["what"],
            shown_on=one["on"],
            confirmed_by=one["confirmed"],
        )


def _assign(stage: Stage, starter: str, draft: AssignmentDraft, by: Member) -> None:
    role = AimsRole.objects.of(stage.organisation).select_related("organisation").get(starter=starter)
    assign(role, draft, by=by)
