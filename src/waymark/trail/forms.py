"""The day a record is to be shown as of."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from waymark.core.clock import day_in
from waymark.core.forms import Day, PlainForm


class AsOfForm(PlainForm):
    """A day that is not to come yet, where the organisation is; `zone` says where that is."""

    as_of = Day(label=_("As of"))

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        """Know what day it is there."""
        super().__init__(*args, **kwargs)
        self.today = day_in(zone)
        self.fields["as_of"].widget.attrs |= {"min": "1990-01-01", "max": self.today.isoformat()}

    def clean_as_of(self) -> dt.date:
        """Refuse a day nobody can know anything of."""
        day: dt.date = self.cleaned_data["as_of"]
        if day > self.today:
            raise ValidationError(_("This day is in the future."), code="day-to-come")
        return day
