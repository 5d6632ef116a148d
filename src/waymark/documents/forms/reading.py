"""What the pages of documents are asked for in their address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.core.form_words import OwnWords
from waymark.core.forms import Day, Whole


class ValidOnForm(OwnWords, forms.Form):
    """A day for which the version in force is asked."""

    on = Day(label=_("Version in force on"), required=False)


class CompareForm(OwnWords, forms.Form):
    """Which other version a version is compared with, by its number in the document."""

    base = Whole(required=False, min_value=1, max_value=2**31 - 1)
