"""Forms about notices."""

from django import forms

from waymark.core.forms import PlainForm


class ReadingForm(PlainForm):
    """Which notice was read; none for all of them."""

    notice = forms.IntegerField(required=False, min_value=1, max_value=2**62)
