"""Forms for attaching and withdrawing official wording."""

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.catalogue.models.wording import LONGEST_WORDING
from waymark.core.forms import Line, PlainForm, Prose, Whole

_LARGEST = 2**31 - 1


class WordingForm(PlainForm):
    """The wording and the licence it stands under; `version` is 0 where nothing was attached yet."""

    text = Prose(
        label=_("Wording"),
        max_length=LONGEST_WORDING,
        rows=14,
        help_text=_("Copy it from your own licensed copy of the standard. It is shown inside this organisation only."),
    )
    source = Line(
        label=_("Licence"),
        help_text=_("Owner and licence of the copy, for example an order number."),
    )
    version = Whole(min_value=0, max_value=_LARGEST, widget=forms.HiddenInput)


class WithdrawalForm(PlainForm):
    """Why the wording goes."""

    reason = Line(label=_("Reason"), help_text=_("For example: the licence has ended."))
    version = Whole(min_value=1, max_value=_LARGEST, widget=forms.HiddenInput)
