"""How one system was classified by a version of the law, and the duties that follow from it."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.context.events import SystemEvent
from waymark.context.law.reading import current_law
from waymark.context.models.system import AISystem
from waymark.context.system_choices import DutyState, SystemState
from waymark.core.fields import LineField, ProseField
from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet
from waymark.people.models.member import Member
from waymark.records.governed import Owned, OwnedQuerySet
from waymark.trail.door import Recorded


def class_in_words(key: object) -> str:
    """Return what a stored class is called."""
    return current_law().class_name(str(key))


class ClassificationQuerySet(InOrganisationQuerySet["Classification"]):
    """Questions about classifications."""

    def about(self, system: AISystem) -> Self:
        """Return those of one system, the newest first."""
        return self.filter(system=system).order_by("-number")

    def left_open(self) -> models.Subquery:
        """Return, for a question about systems, what the newest of each counts strictly because nobody has decided."""
        rows = self.filter(system=models.OuterRef("pk")).order_by("-number")
        return models.Subquery(rows.values("unsure")[:1])


class Classification(InOrganisation, Recorded):
    """One decision on the legal class of a system: answers, classes, and the version of the law. It never changes.

    `unsure` names the questions that nobody could answer; the strict answer was counted.
    """

    system = models.ForeignKey(AISystem, on_delete=models.PROTECT, related_name="classifications")
    number = models.PositiveIntegerField(verbose_name=_("number"))
    law = LineField(max_length=40, verbose_name=_("law"))
    law_version = LineField(max_length=20, verbose_name=_("version of the law data"))
    answers = models.JSONField(default=dict, blank=True, verbose_name=_("answers"))
    classes = models.JSONField(default=list, blank=True, verbose_name=_("classes"))
    unsure = models.JSONField(default=list, blank=True, verbose_name=_("not decided yet"))
    is_public = models.BooleanField(default=False, verbose_name=_("public body or public services"))
    fria_owed = models.BooleanField(default=False, verbose_name=_("assessment of fundamental rights owed"))
    reason = ProseField(max_length=4000, blank=True, default="", verbose_name=_("grounds"))
    judged_on = models.DateField(verbose_name=_("classified on"))
    judged_by = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("classified by")
    )

    vocabulary: ClassVar = {"classes": class_in_words}
    not_in_history = frozenset({"answers"})
    objects = ClassificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal classification")
        verbose_name_plural = _("legal classifications")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["system", "number"], name="context_classification_number")
        ]

    def __str__(self) -> str:
        """Name the version of the law."""
        return f"{self.law} {self.law_version}"

    @property
    def classes_in_words(self) -> list[str]:
        """Return its classes as people read them, without the one that every system has."""
        return [class_in_words(one) for one in self.classes if one != "class-any-ai-system"]

    @property
    def is_current(self) -> bool:
        """Return whether it was made by the newest version of the law data."""
        return self.law_version == current_law().version


class SystemDutyQuerySet(OwnedQuerySet["SystemDuty"]):
    """Questions about duties."""

    def about(self, system: AISystem) -> Self:
        """Return those of one system."""
        return self.filter(system=system)

    def open(self) -> Self:
        """Return those that are owed and not met, of systems that are planned or in use."""
        return self.filter(is_owed=True, state=DutyState.OPEN).exclude(system__state=SystemState.RETIRED)

    def due_by(self, day: dt.date) -> Self:
        """Return the open ones that are due by a day."""
        return self.open().filter(due_on__lte=day)

    def to_hand_over(self) -> Self:
        """Return the open ones."""
        return self.open()


class SystemDuty(InOrganisation, Owned, Recorded):
    """A duty of the law that a system brings: who answers for it, by when, and whether it is met.

    It helps the conformity with ISO/IEC 42001 and never decides it.
    """

    system = models.ForeignKey(AISystem, on_delete=models.PROTECT, related_name="duties", editable=False)
    duty = models.CharField(max_length=60, editable=False, verbose_name=_("duty"))
    is_owed = models.BooleanField(default=True, editable=False, verbose_name=_("owed"))
    due_on = models.DateField(null=True, blank=True, verbose_name=_("due"))
    state = models.CharField(max_length=14, choices=DutyState, default=DutyState.OPEN, verbose_name=_("state"))
    note = ProseField(max_length=2000, blank=True, default="", verbose_name=_("note"))

    owner_event = SystemEvent.DUTY_OWNED
    objects = SystemDutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty of an AI system")
        verbose_name_plural = _("duties of AI systems")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["system", "duty"], name="context_duty_once"),
            models.CheckConstraint(
                condition=~models.Q(state=DutyState.NOT_APPLICABLE) | ~models.Q(note=""),
                name="context_duty_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "owner", "due_on"], name="context_duty_owed")]

    def __str__(self) -> str:
        """Return the article it comes from."""
        found = current_law().duty(self.duty)
        return found.article if found is not None else self.duty
