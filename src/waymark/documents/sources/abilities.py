"""Sources about competence, training and awareness (7.2, 7.3)."""

from typing import Final

from django.utils.translation import ngettext

from waymark.competence.models.competence import Competence
from waymark.competence.models.training import Effect, Training, TrainingKind, TrainingState
from waymark.competence.standing import CompetenceLine, Standing, competence_lines
from waymark.documents.filled import FilledRow
from waymark.documents.sources.asking import Asking, Drawn, Sources, drawn, on, row_of


def _needs(asking: Asking) -> Drawn:
    rows = Competence.objects.of(asking.organisation).needed().select_related("role")
    return drawn(
        row_of(
            one,
            one.title,
            role=one.role.title,
            needed=one.title,
            accepted_proofs=one.proof_labels,
            renewal=_renewal(one),
        )
        for one in rows.order_by("role__number", "number")
    )


def _renewal(one: Competence) -> str:
    months = one.renewal_months
    return ngettext("%(n)d month", "%(n)d months", months) % {"n": months} if months else ""


def _state(asking: Asking) -> Drawn:
    return drawn(_shown(one) for one in competence_lines(asking.organisation, asking.day))


def _gaps(asking: Asking) -> Drawn:
    lines = competence_lines(asking.organisation, asking.day)
    gaps = (one for one in lines if one.standing in {Standing.MISSING, Standing.EXPIRED})
    return drawn(_line(one, action="", due="") for one in gaps)


def _shown(one: CompetenceLine) -> FilledRow:
    return _line(
        one,
        proof=one.proof.title if one.proof is not None else "",
        shown_on=on(one.proof.shown_on if one.proof is not None else None),
        valid_until=on(one.valid_until),
        state=str(one.standing.label),
    )


def _line(one: CompetenceLine, **more: str) -> FilledRow:
    return FilledRow(
        f"{one.competence.reference}/{one.assignment.member_id}",
        f"{one.member.name}: {one.competence.title}",
        one.proof.version if one.proof is not None else one.competence.version,
        {"member": one.member.name, "role": one.role.title, "needed": one.competence.title, **more},
    )


def _training(asking: Asking) -> Drawn:
    rows = Training.objects.of(asking.organisation).with_people()
    held = rows.filter(state__in=[TrainingState.HELD, TrainingState.CHECKED])
    return drawn(
        row_of(
            one,
            one.title,
            what=one.title,
            who=", ".join(filter(None, [*(member.name for member in one.people), one.others])),
            on=on(one.held_on),
            effect_check=" ".join(filter(None, [on(one.effect_checked_on), one.effect_method])) or one.effect_plan,
            result=_effect(one),
        )
        for one in held.order_by("held_on", "number")
    )


def _awareness(asking: Asking) -> Drawn:
    rows = Training.objects.of(asking.organisation).filter(kind=TrainingKind.AWARENESS)
    return drawn(
        row_of(
            one,
            one.title,
            topic=", ".join(one.topic_labels) or one.title,
            audience=", ".join(one.audience_labels),
            form=one.title if one.topics else one.about,
            interval="",
            effect=_effect(one),
        )
        for one in rows.exclude(state=TrainingState.CANCELLED).order_by("number")
    )


def _effect(one: Training) -> str:
    if one.effect == Effect.NONE:
        return ""
    return " ".join(filter(None, [f"{one.get_effect_display()}.", one.effect_note]))


ABILITIES: Final[Sources] = {
    "competence.needs[]": _needs,
    "competence.state[]": _state,
    "competence.gaps[]": _gaps,
    "training[]": _training,
    "awareness[]": _awareness,
}
