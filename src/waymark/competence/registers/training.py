"""The register of training and awareness."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.competence.models.training import Effect, Training, TrainingKind, TrainingState
from waymark.people.rights import Can
from waymark.records import columns, filters
from waymark.records.registers import Column, QuerySetRows, Register
from waymark.work.owners import owner_act

_STATES: Final = {TrainingState.HELD: "warn", TrainingState.CHECKED: "good"}
_EFFECTS: Final = {Effect.EFFECTIVE: "good", Effect.PARTLY: "warn", Effect.NOT: "late"}

TRAININGS: Final[Register[Training]] = Register(
    name="trainings",
    path="trainings",
    word="training",
    label=_("Training and awareness"),
    intro=_("What was done so that people are able and aware, and whether it had an effect (7.2, 7.3)."),
    source=QuerySetRows.of(Training, prepare=lambda rows: rows.select_related("owner").with_people()),
    columns=(
        columns.reference(),
        columns.text("title", _("Title"), opens=True, width=40),
        columns.choice("kind", _("Kind"), TrainingKind, width=14),
        columns.choice("state", _("State"), TrainingState, tones=_STATES, width=22),
        columns.day("held_on", _("Held on")),
        columns.day("due_on", _("Next step due"), is_late=lambda one, reading: one.is_due(reading.today)),
        columns.number("participants", _("People"), width=10),
        columns.choice("effect", _("Effect"), Effect, tones=_EFFECTS, width=18),
        columns.day("effect_checked_on", _("Effect checked on"), only_in_files=True),
        columns.text("effect_method", _("Checked how"), width=36, only_in_files=True),
        columns.text("effect_note", _("Result"), width=40, only_in_files=True),
        columns.text("effect_plan", _("How the effect will be checked"), width=36, only_in_files=True),
        Column(
            name="topics",
            label=_("Topics"),
            value=lambda one: "; ".join(one.topic_labels),
            width=50,
            only_in_files=True,
        ),
        Column(
            name="audiences",
            label=_("Audiences"),
            value=lambda one: "; ".join(one.audience_labels),
            width=40,
            only_in_files=True,
        ),
        Column(
            name="members",
            label=_("Members who took part"),
            value=lambda one: ", ".join(member.name for member in one.people),
            width=40,
            only_in_files=True,
        ),
        columns.text("others", _("Others who took part"), only_in_files=True),
        columns.text("about", _("Content"), width=50, only_in_files=True),
        columns.owner(),
    ),
    filters=(
        filters.words(lambda one: (one.title, one.about)),
        filters.field_choice("kind", TrainingKind.choices, label=_("Kind")),
        filters.field_choice("state", TrainingState.choices, label=_("State")),
        filters.field_choice("effect", Effect.choices, label=_("Effect")),
        filters.owner(lambda one: one.owner_id),
        filters.tick(
            "due",
            label=_("Next step overdue"),
            narrow=lambda rows, reading: rows.waiting().filter(due_on__lt=reading.today),
            keeps=lambda one, reading: one.is_due(reading.today),
        ),
    ),
    acts=(owner_act(Can.WORK),),
    address="training",
    changes="training_changes",
    new="training_new",
    new_label=_("Plan training"),
    new_right=Can.WORK,
    page="competence/trainings.html",
    nothing=(
        _("No training yet"),
        _("Plan what people need to learn or to be aware of, record it when it was held, and check its effect."),
    ),
)
