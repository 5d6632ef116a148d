"""The form of one measure of a system."""

import re
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from waymark.context.inventory.reading import inventory
from waymark.core.forms import Day, Line, VersionedForm

_AMOUNT: Final = re.compile(r"-?[0-9]{1,10}(\.[0-9]{1,4})?")


class Amount(forms.CharField):
    """A decimal number with at most four places after the point, or nothing; programs send it as text."""

    def __init__(self, **kwargs: Any) -> None:
        """Set the length limit."""
        super().__init__(max_length=16, required=False, **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        """Return the number, or None; what only looks like one is refused."""
        text = super().clean(value)
        if not text:
            return None
        if not _AMOUNT.fullmatch(text):
            raise ValidationError(_("Give a number such as 0.85."), code="invalid")
        return Decimal(text)


class MetricForm(VersionedForm):
    """A measure of the library, its limits, and what was measured last."""

    metric = forms.ChoiceField(
        label=_("Measure"), choices=[(one.id, f"{one.name} ({one.unit})") for one in inventory().metrics]
    )
    least = Amount(label=_("At least"), help_text=_("Without a limit, the measure says so and never passes."))
    most = Amount(label=_("At most"))
    value = Amount(label=_("Last value"))
    measured_on = Day(label=_("Measured on"), required=False)
    source = Line(label=_("Source"), required=False)
