"""What the acts and the register of a reviewed kind have in common."""

import datetime as dt
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.core.forms import Day, Prose, VersionedForm
from waymark.records import columns, filters
from waymark.records.acts import RecordAct
from waymark.records.registers import Column, Filter
from waymark.records.reviewed import Review, ReviewResult


class ReviewForm(VersionedForm):
    """What a review came to."""

    on = Day(label=_("Reviewed on"))
    result = forms.ChoiceField(
        label=_("Result"), choices=[one for one in ReviewResult.choices if one[0] != ReviewResult.NONE]
    )
    note = Prose(label=_("Basis of the result"), max_length=2000, rows=2, required=False)
    next_on = Day(label=_("Next review"))


def year_after(day: dt.date) -> dt.date:
    """Return the same day a year later: a review holds for twelve months unless something changes."""
    return day.replace(year=day.year + 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)


REVIEW: Final[RecordAct[Any]] = RecordAct(
    name="review",
    path="reviews",
    form=ReviewForm,
    first=lambda _one, reading: {"on": reading.today, "next_on": year_after(reading.today)},
    do=lambda one, typed, by: one.review(Review(**typed), by=by),
)
_TONES: Final = {
    ReviewResult.SATISFACTORY: "good",
    ReviewResult.CONDITIONAL: "warn",
    ReviewResult.UNSATISFACTORY: "late",
}
COLUMNS: Final[tuple[Column[Any], ...]] = (
    columns.choice("review_result", _("Last review"), ReviewResult, tones=_TONES, width=20),
    columns.day("reviewed_on", _("Reviewed"), only_in_files=True),
    columns.day("next_review_on", _("Next review"), is_late=lambda one, reading: one.is_review_due(reading.today)),
    columns.text("review_note", _("Review note"), width=40, only_in_files=True),
)
FILTERS: Final[tuple[Filter[Any], ...]] = (
    filters.field_choice("review_result", ReviewResult.choices, label=_("Last review")),
    filters.tick(
        "review_due",
        label=_("Review due"),
        narrow=lambda rows, reading: rows.review_due_by(reading.today),
        keeps=lambda one, reading: one.is_review_due(reading.today),
    ),
)
