"""What is typed on the path page, and what a portfolio is asked for."""

from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.core.forms import Day, Line, PlainForm, VersionedForm, Whole
from waymark.readiness.portfolio import ORDERS


class TargetForm(VersionedForm):
    """The target date for the certificate."""

    certificate_target_on = Day(
        required=False, label=_("Target date for the certificate"), help_text=_("Leave empty for no date.")
    )


class PortfolioForm(PlainForm):
    """Which organisations a portfolio shows, and in which order."""

    q = Line(required=False, max_length=200, label=_("Search"))
    sort = forms.ChoiceField(
        required=False,
        choices=[(way + name, name) for name in ORDERS for way in ("", "-")],
        label=_("Order"),
        widget=forms.HiddenInput,
    )
    page = Whole(required=False, min_value=1, max_value=100_000, label=_("Page"), widget=forms.HiddenInput)

    @property
    def order(self) -> str:
        """Return the order that was asked for; by name where none was."""
        return str(self.cleaned_data.get("sort") or "name")

    @property
    def query(self) -> str:
        """Return the address' parameters without the page."""
        known = {"q": self.cleaned_data.get("q", ""), "sort": self.cleaned_data.get("sort", "")}
        return urlencode({name: value for name, value in known.items() if value})

    def sorted_by(self, sort: str) -> str:
        """Return the address' parameters for another order, from the first page on."""
        known = {"q": self.cleaned_data.get("q", ""), "sort": sort}
        return "?" + urlencode({name: value for name, value in known.items() if value})
