"""Training and awareness: what was done with whom, and whether it had an effect (7.2, 7.3)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from waymark.competence.events import CompetenceEvent
from waymark.competence.models.awareness import topic_name
from waymark.competence.starter import starter
from waymark.core.clock import day_in
from waymark.core.errors import RuleBroken
from waymark.core.fields import LineField, ProseField
from waymark.core.text import normal
from waymark.people.active import require_active
from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation, next_number
from waymark.people.rights import Can
from waymark.records.governed import Governed, Owned, OwnedQuerySet
from waymark.records.lifecycle import BEGINNING, STAYS, Lifecycle, Transition
from waymark.trail.actors import Acts
from waymark.trail.chain import lock_chain
from waymark.trail.door import Recorded, commit_all

CHECKED_WITHIN: Final = dt.timedelta(days=30)
"""So long after a training its effect is to be checked."""


class TrainingNotNow(RuleBroken):
    """What can be done with a training depends on whether it was held, checked or called off."""

    code = "training-not-now"


class TrainingDatesWrong(RuleBroken):
    """What was held or checked lies in the past or is of today; the check is not earlier than the training."""

    code = "training-dates-wrong"


class NobodyTookPart(RuleBroken):
    """A training was held with somebody: members, or others in words."""

    code = "training-without-participants"


class TrainingState(models.TextChoices):
    """How far a training is."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held, effect not checked")
    CHECKED = "checked", _("Effect checked")
    CANCELLED = "cancelled", _("Cancelled")


class TrainingKind(models.TextChoices):
    """What it is for."""

    TRAINING = "training", _("Training")
    AWARENESS = "awareness", _("Awareness")


class Effect(models.TextChoices):
    """What the check of effect came to."""

    NONE = "none", _("No check yet")
    EFFECTIVE = "effective", _("Effective")
    PARTLY = "partly", _("Partly effective")
    NOT = "not", _("Not effective")


def _row(act: str, sources: tuple[str, ...], to: str, label: Any, sentence: Any) -> Transition:
    return Transition(
        act=act,
        sources=sources,
        to=to,
        right=Can.WORK,
        label=label,
        sentence=sentence,
        because=_("The state of %(reference)s does not allow this."),
        refused=TrainingNotNow,
    )


_PLANNED, _HELD, _CHECKED = TrainingState.PLANNED, TrainingState.HELD, TrainingState.CHECKED
LIFECYCLE: Final = Lifecycle(
    name="training",
    label=_("Training or awareness"),
    states=TrainingState,
    transitions=(
        _row("add", (BEGINNING,), _PLANNED, _("Plan training"), _("A training is planned for a day, with its topics.")),
        _row("edit", (_PLANNED, _HELD), STAYS, _("Edit"), _("The details of the training are changed.")),
        _row("give", tuple(TrainingState), STAYS, _("Change owner"), _("The training gets another owner, or none.")),
        _row("hold", (_PLANNED,), _HELD, _("Record as held"), _("The training was held: when, and who took part.")),
        _row("check", (_HELD,), _CHECKED, _("Check effect"), _("What the training changed is recorded (7.2).")),
        _row(
            "check_again",
            (_CHECKED,),
            STAYS,
            _("Check effect again"),
            _("A later check of the effect takes the place of the one before."),
        ),
        _row("cancel", (_PLANNED,), TrainingState.CANCELLED, _("Cancel"), _("The training will not be held.")),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectCheck:
    """How the effect was checked, when, and what it came to."""

    on: dt.date
    method: str
    result: str
    note: str = ""


def known_topics(value: object) -> None:
    """Refuse anything but a list of different proposed topics."""
    if not isinstance(value, list) or len(set(value)) != len(value) or not set(value) <= {*starter().topic_ids}:
        raise ValidationError(_("Choose topics from the list."), code="topics")


def known_audiences(value: object) -> None:
    """Refuse anything but a list of different audiences."""
    if not isinstance(value, list) or len(set(value)) != len(value) or not set(value) <= {*starter().audience_ids}:
        raise ValidationError(_("Choose audiences from the list."), code="audiences")


def audience_name(key: object) -> str:
    """Return what an audience is called."""
    found = starter().audience(str(key))
    return found.title if found is not None else str(key)


class TrainingQuerySet(OwnedQuerySet["Training"]):
    """Questions about trainings."""

    def to_hand_over(self) -> Self:
        """Return those that something is still to be done with."""
        return self.waiting()

    def waiting(self) -> Self:
        """Return those that are planned, or held and not checked."""
        return self.filter(state__in=[TrainingState.PLANNED, TrainingState.HELD])

    def due_by(self, day: dt.date) -> Self:
        """Return those of which the next step is due by a day."""
        return self.waiting().filter(due_on__lte=day)

    def with_people(self) -> Self:
        """Return them with the members who took part."""
        return self.prefetch_related("participations__member")


class Training(Governed, Owned):
    """A training, or a measure of awareness.

    `due_on` is the day of the next step: that for which it is planned, and once it was held, that by which its effect
    is to be checked. `others` and `others_count` stand for people who are no members.
    """

    title = LineField(max_length=300, verbose_name=_("title"))
    kind = models.CharField(
        max_length=9, choices=TrainingKind, default=TrainingKind.TRAINING, verbose_name=_("training or awareness")
    )
    topics = models.JSONField(default=list, blank=True, validators=[known_topics], verbose_name=_("topics"))
    audiences = models.JSONField(default=list, blank=True, validators=[known_audiences], verbose_name=_("audiences"))
    about = ProseField(max_length=2000, blank=True, default="", verbose_name=_("content"))
    effect_plan = LineField(max_length=500, blank=True, default="", verbose_name=_("how the effect will be checked"))
    state = models.CharField(
        max_length=9, choices=TrainingState, default=TrainingState.PLANNED, editable=False, verbose_name=_("state")
    )
    due_on = models.DateField(null=True, blank=True, verbose_name=_("next step due"))
    held_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("held on"))
    others = LineField(max_length=300, blank=True, default="", editable=False, verbose_name=_("others who took part"))
    others_count = models.PositiveIntegerField(default=0, editable=False, verbose_name=_("number of others"))
    effect = models.CharField(
        max_length=9, choices=Effect, default=Effect.NONE, editable=False, verbose_name=_("effect")
    )
    effect_method = LineField(max_length=500, blank=True, default="", editable=False, verbose_name=_("checked how"))
    effect_checked_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("effect checked on"))
    effect_note = ProseField(max_length=2000, blank=True, default="", editable=False, verbose_name=_("result"))

    participations: Any  # the manager of Participation, which Django adds
    vocabulary: ClassVar = {"topics": topic_name, "audiences": audience_name}
    prefix = "TRN"
    searched = ("title", "about")
    owner_event = CompetenceEvent.TRAINING_OWNED
    lifecycle: ClassVar = LIFECYCLE
    objects = TrainingQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(title=""), name="competence_training_titled"),
            models.CheckConstraint(
                condition=models.Q(state__in=[TrainingState.PLANNED, TrainingState.CANCELLED], held_on=None)
                | models.Q(state__in=[TrainingState.HELD, TrainingState.CHECKED], held_on__isnull=False),
                name="competence_training_held",
            ),
            models.CheckConstraint(
                condition=models.Q(state=TrainingState.CHECKED, effect_checked_on__isnull=False)
                & ~models.Q(effect=Effect.NONE)
                | (~models.Q(state=TrainingState.CHECKED) & models.Q(effect_checked_on=None, effect=Effect.NONE)),
                name="competence_training_checked",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "due_on"], name="competence_training_due"),
        ]

    @classmethod
    def add(cls, organisation: Organisation, *, owner: Member | None, by: Acts, **known: Any) -> "Training":
        """Return a new planned training; `known` is what `edit` takes. Raises OwnerHasLeft."""
        with transaction.atomic():
            require_active([owner] if owner is not None else [])
            one = cls(organisation=organisation, number=next_number(organisation, cls.prefix), owner=owner)
            one.describe(**known)
            one.commit(CompetenceEvent.TRAINING_ADDED, by=by)
        return one

    def edit(self, *, by: Acts, **known: Any) -> None:
        """Change what is known about it, as `describe` lists it. Raises TrainingNotNow."""
        LIFECYCLE.require(self, "edit")
        self.describe(**known)
        self.commit(CompetenceEvent.TRAINING_EDITED, by=by)

    def hold(
        self, held_on: dt.date, members: Iterable[Member], *, by: Acts, others: str = "", others_count: int = 0
    ) -> None:
        """Record that it was held, and with whom; its effect is to be checked within thirty days.

        Raises TrainingNotNow, TrainingDatesWrong and NobodyTookPart.
        """
        LIFECYCLE.require(self, "hold")
        present = list({one.pk: one for one in members}.values())
        self._require_past(held_on)
        if not present and not normal(others):
            raise NobodyTookPart(
                _("Nobody is named as having taken part."),
                way_out=_("Choose members, or say in words who else took part."),
            )
        with transaction.atomic():
            lock_chain(self.organisation_id)
            self.state, self.held_on, self.due_on = TrainingState.HELD, held_on, held_on + CHECKED_WITHIN
            self.others, self.others_count = normal(others), others_count
            self.commit(CompetenceEvent.TRAINING_HELD, by=by)
            rows = [Participation(organisation=self.organisation, training=self, member=one) for one in present]
            commit_all(rows, CompetenceEvent.PARTICIPATED, by=by)

    def check_effect(self, check: EffectCheck, *, by: Acts) -> None:
        """Keep what a check of the effect came to. Raises TrainingNotNow and TrainingDatesWrong."""
        LIFECYCLE.require(self, "check")
        self._keep_check(check, by=by)

    def check_effect_again(self, check: EffectCheck, *, by: Acts) -> None:
        """Keep a later check in the place of the one before. Raises TrainingNotNow and TrainingDatesWrong."""
        LIFECYCLE.require(self, "check_again")
        self._keep_check(check, by=by)

    def cancel(self, *, reason: str, by: Acts) -> None:
        """Call a planned training off. Raises TrainingNotNow."""
        LIFECYCLE.require(self, "cancel")
        self.state, self.due_on = TrainingState.CANCELLED, None
        self.commit(CompetenceEvent.TRAINING_CANCELLED, by=by, note=normal(reason))

    def describe(  # noqa: PLR0913 -- one argument for each thing that is known
        self,
        *,
        title: str,
        kind: str = TrainingKind.TRAINING,
        topics: Iterable[str] = (),
        audiences: Iterable[str] = (),
        about: str = "",
        effect_plan: str = "",
        due_on: dt.date | None = None,
    ) -> None:
        """Take over what is known about it; the verb commits. Once it was held, its day no longer follows from here."""
        chosen, invited = set(topics), set(audiences)
        self.title, self.kind, self.about = normal(title), kind, normal(about)
        self.topics = [one for one in starter().topic_ids if one in chosen]
        self.audiences = [one for one in starter().audience_ids if one in invited]
        self.effect_plan = normal(effect_plan)
        if self.state == TrainingState.PLANNED:
            self.due_on = due_on

    def is_due(self, today: dt.date) -> bool:
        """Return whether its next step is overdue."""
        waits = self.state in {TrainingState.PLANNED, TrainingState.HELD}
        return waits and self.due_on is not None and self.due_on < today

    @property
    def people(self) -> list[Member]:
        """Return the members who took part, by name."""
        return sorted((one.member for one in self.participations.all()), key=lambda one: one.name.casefold())

    @property
    def participants(self) -> int:
        """Return how many people took part."""
        return len(self.participations.all()) + self.others_count

    @property
    def topic_labels(self) -> list[str]:
        """Return its topics in words."""
        return [topic_name(one) for one in self.topics]

    @property
    def topic_pairs(self) -> list[tuple[str, str]]:
        """Return its topics by id, in words."""
        return [(str(one), topic_name(one)) for one in self.topics]

    @property
    def audience_labels(self) -> list[str]:
        """Return its audiences in words."""
        return [audience_name(one) for one in self.audiences]

    def _keep_check(self, check: EffectCheck, *, by: Acts) -> None:
        self._require_past(check.on)
        if self.held_on is not None and check.on < self.held_on:
            raise TrainingDatesWrong(
                _("The effect cannot be checked before the training was held."), way_out=_("Correct the date.")
            )
        self.state, self.due_on = TrainingState.CHECKED, None
        self.effect, self.effect_checked_on = check.result, check.on
        self.effect_method, self.effect_note = normal(check.method), normal(check.note)
        self.commit(CompetenceEvent.EFFECT_CHECKED, by=by, note=self.effect_note)

    def _require_past(self, day: dt.date) -> None:
        if day > day_in(self.organisation.time_zone):
            raise TrainingDatesWrong(_("The date cannot be in the future."), way_out=_("Correct the date."))


class Participation(InOrganisation, Recorded):
    """A member who took part in a training."""

    training = models.ForeignKey(
        Training, on_delete=models.PROTECT, related_name="participations", verbose_name=_("training")
    )
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("member"))

    objects = InOrganisationQuerySet["Participation"].as_manager()

    class Meta:
        verbose_name = _("participation in a training")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["training", "member"], name="competence_participation_once"),
        ]

    def __str__(self) -> str:
        """Return how the trail calls it."""
        return f"{self._meta.verbose_name} {self.pk}"
