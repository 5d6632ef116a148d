"""A measure of one system with its limits and its last value; without a limit it says so, and never passes (9.1)."""

from decimal import Decimal
from typing import ClassVar, Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.context.inventory.reading import inventory
from waymark.context.models.system import AISystem
from waymark.core.fields import LineField
from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet
from waymark.trail.door import Recorded

_PLACES: Final = Decimal("0.0001")


class MetricState(models.TextChoices):
    """What the last value says, given the limits."""

    NO_LIMIT = "no_limit", _("No limit set")
    NOT_MEASURED = "not_measured", _("Not measured yet")
    WITHIN = "within", _("Within its limits")
    BEYOND = "beyond", _("Beyond its limits")


class SystemMetricQuerySet(InOrganisationQuerySet["SystemMetric"]):
    """Questions about measures."""

    def about(self, system: AISystem) -> "SystemMetricQuerySet":
        """Return those of one system."""
        return self.filter(system=system).order_by("pk")


class SystemMetric(InOrganisation, Recorded):
    """A measure from the library: what is good enough, and what was measured last."""

    system = models.ForeignKey(AISystem, on_delete=models.PROTECT, related_name="metrics", editable=False)
    metric = models.CharField(max_length=40, editable=False, verbose_name=_("measure"))
    least = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True, verbose_name=_("at least"))
    most = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True, verbose_name=_("at most"))
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True, verbose_name=_("last value"))
    measured_on = models.DateField(null=True, blank=True, verbose_name=_("measured on"))
    source = LineField(blank=True, default="", verbose_name=_("source"))

    objects = SystemMetricQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure of an AI system")
        verbose_name_plural = _("measures of AI systems")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["system", "metric"], name="context_metric_once"),
            models.CheckConstraint(
                condition=models.Q(least=None) | models.Q(most=None) | models.Q(most__gte=models.F("least")),
                name="context_metric_limits",
            ),
            models.CheckConstraint(
                condition=models.Q(value=None, measured_on=None)
                | models.Q(value__isnull=False, measured_on__isnull=False),
                name="context_metric_measured",
            ),
        ]

    def __str__(self) -> str:
        """Return what the measure is called."""
        return next((one.name for one in inventory().metrics if one.id == self.metric), self.metric)

    @property
    def least_shown(self) -> str:
        """Return the lower limit without empty places; empty for none."""
        return _plain(self.least)

    @property
    def most_shown(self) -> str:
        """Return the upper limit without empty places; empty for none."""
        return _plain(self.most)

    @property
    def value_shown(self) -> str:
        """Return the last value without empty places; empty for none."""
        return _plain(self.value)

    @property
    def unit(self) -> str:
        """Return the unit of its values."""
        return next((one.unit for one in inventory().metrics if one.id == self.metric), "")

    @property
    def state(self) -> MetricState:
        """Return what the last value says; no value passes where there is no limit."""
        if self.least is None and self.most is None:
            return MetricState.NO_LIMIT
        if self.value is None:
            return MetricState.NOT_MEASURED
        is_low = self.least is not None and self.value < self.least
        is_high = self.most is not None and self.value > self.most
        return MetricState.BEYOND if is_low or is_high else MetricState.WITHIN

    @property
    def state_in_words(self) -> str | Promise:
        """Return the state as people read it."""
        return self.state.label

    @property
    def is_beyond(self) -> bool:
        """Return whether the last value is beyond a limit."""
        return self.state == MetricState.BEYOND

    @property
    def has_no_limit(self) -> bool:
        """Return whether nobody has set a limit."""
        return self.state == MetricState.NO_LIMIT


def stored(value: Decimal | None) -> Decimal | None:
    """Return a number with the places that the column has, so that the trail and the row say the same."""
    return value.quantize(_PLACES) if value is not None else None


def _plain(value: Decimal | None) -> str:
    return format(value.normalize(), "f") if value is not None else ""
