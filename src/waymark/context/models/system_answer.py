"""One answered detail of an AI system, or one that nobody knows yet, with who finds out and by when."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.context.events import SystemEvent
from waymark.context.inventory.words import choice_in_words, label_of
from waymark.context.models.system import AISystem
from waymark.context.system_choices import SystemState
from waymark.core.fields import ProseField
from waymark.people.in_organisation import InOrganisation
from waymark.records.governed import Owned, OwnedQuerySet
from waymark.trail.door import Recorded


def sound_choices(value: Any) -> None:
    """Refuse anything but a list of short ids, each once."""
    is_list = isinstance(value, list) and all(isinstance(one, str) and len(one) <= 40 for one in value)  # noqa: PLR2004 -- the longest id
    if not is_list or len(set(value)) != len(value):
        raise ValidationError(_("Choose from the list."), code="invalid")


class SystemAnswerQuerySet(OwnedQuerySet["SystemAnswer"]):
    """Questions about details."""

    def about(self, system: AISystem) -> Self:
        """Return the details of one system."""
        return self.filter(system=system)

    def open(self) -> Self:
        """Return those that nobody knows yet, of systems that are planned or in use."""
        return self.filter(owner__isnull=False).exclude(system__state=SystemState.RETIRED)

    def due_by(self, day: dt.date) -> Self:
        """Return those that are to be known by a day."""
        return self.open().filter(due_on__lte=day)

    def to_hand_over(self) -> Self:
        """Return those that wait for an answer."""
        return self.open()


class SystemAnswer(InOrganisation, Owned, Recorded):
    """A detail by the id of its field: a text, some choices of its list, or an owner who finds out by a day.

    One whose text and choices are empty and that has no owner was cleared: no answer, and nobody asked.
    """

    system = models.ForeignKey(AISystem, on_delete=models.PROTECT, related_name="answers", editable=False)
    field = models.CharField(max_length=40, editable=False, verbose_name=_("detail"))
    text = ProseField(max_length=4000, blank=True, default="", verbose_name=_("answer"))
    picked = models.JSONField(default=list, blank=True, validators=[sound_choices], verbose_name=_("choices"))
    due_on = models.DateField(null=True, blank=True, verbose_name=_("known by"))

    owner_event = SystemEvent.ANSWER_OWNED
    needs_owner = True
    vocabulary: ClassVar = {"picked": choice_in_words}
    objects = SystemAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("detail of an AI system")
        verbose_name_plural = _("details of AI systems")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["system", "field"], name="context_answer_once"),
            models.CheckConstraint(
                condition=models.Q(owner=None, due_on=None)
                | models.Q(owner__isnull=False, due_on__isnull=False, text="", picked=[]),
                name="context_answer_or_open",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "owner", "due_on"], name="context_answer_owed")]

    def __str__(self) -> str:
        """Return what the detail is called."""
        return label_of(self.field)

    @property
    def is_not_known(self) -> bool:
        """Return whether somebody still has to find out."""
        return self.owner_id is not None

    @property
    def is_answered(self) -> bool:
        """Return whether there is an answer."""
        return bool(self.text or self.picked)

    @property
    def picked_in_words(self) -> Sequence[str]:
        """Return the choices as people read them."""
        return [choice_in_words(one) for one in self.picked]
