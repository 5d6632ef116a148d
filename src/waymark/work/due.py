"""Setting by when many records are due: one act, with one form that does nothing until a day is chosen."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from waymark.core.forms import Day, PlainForm
from waymark.people.models.member import Member
from waymark.people.rights import Can
from waymark.records.registers import BulkAct

SetDue = Callable[[Sequence[Any], dt.date | None, Member], int]


class DueForm(PlainForm):
    """One date for many records; that there is none any more is an answer of its own."""

    due_on = Day(required=False, label=_("Due"))
    no_date = forms.BooleanField(required=False, label=_("No date"))

    def clean(self) -> dict[str, Any]:
        """Ask for a day or for none, not for both and not for neither."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_none = bool(cleaned.pop("no_date", False))
        if not self.errors and is_none is (cleaned.get("due_on") is not None):
            message = _("Choose a date, or choose No date.")
            self.add_error("due_on", ValidationError(message, code="nothing-chosen"))
        return cleaned


def due_act(right: Can, set_due: SetDue) -> BulkAct[Any]:
    """Return the act that sets one date on many rows of a register; `set_due` returns how many it changed."""

    def apply(records: Sequence[Any], typed: Mapping[str, Any], by: Member) -> int:
        return set_due(records, typed["due_on"], by)

    return BulkAct(
        name="due",
        noun=_("Due date"),
        label=_("Set date"),
        right=right,
        form=lambda _reader: DueForm(),
        apply=apply,
    )
