"""What was collected: text in, typed values out."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from waymark.core.forms import Day, Line, PlainForm, Prose, new_key
from waymark.evidence.collecting import CaptureDraft, GivenFile
from waymark.evidence.models.capture import Source

_KEY = 64


class CaptureForm(PlainForm):
    """What was collected: files, a link or a note. The files themselves are taken by `receiving`.

    `kept` are files of an earlier try that lie in the store already, each under a signed name.
    """

    may_carry = frozenset({"kept", "files", "instead", "anyway"})

    link = forms.CharField(
        required=False,
        max_length=2000,
        label=_("Web link"),
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
    )
    is_fixed = forms.BooleanField(
        required=False,
        label=_("The link leads to a fixed version"),
        help_text=_("Such as a commit, a numbered revision or an archived page, which will not change."),
    )
    note = Prose(
        required=False,
        rows=4,
        label=_("Note"),
        help_text=_("For an interview: what was said. It is stored word for word as evidence."),
    )
    role = Line(required=False, label=_("Role of the person interviewed"))
    collected_on = Day(label=_("Collected on"))
    covers_from = Day(required=False, label=_("Covers from"))
    covers_until = Day(required=False, label=_("Covers until"))
    valid_until = Day(
        required=False,
        label=_("Valid until"),
        help_text=_("Only if the evidence itself has an end date, such as a certificate."),
    )
    key = forms.CharField(max_length=_KEY, widget=forms.HiddenInput)

    def __init__(self, *args: Any, given: tuple[GivenFile, ...] = (), today: dt.date, **kwargs: Any) -> None:
        """Keep the files that came with the form, and propose today and a new key."""
        first = {"collected_on": today, "key": new_key(), **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, **{**kwargs, "initial": first})
        self.given, self.today = given, today

    def clean_link(self) -> str:
        """Return the link without blanks around."""
        return str(self.cleaned_data["link"]).strip()

    def clean_key(self) -> str:
        """Refuse a key no page of ours would have made."""
        key: str = self.cleaned_data["key"]
        if not key.replace("-", "").replace("_", "").isalnum():
            raise ValidationError(_("Reload the page and try again."), code="form-expired")
        return key

    def capture_draft(self, source: str = Source.PERSON) -> CaptureDraft:
        """Return what was collected, of a valid form, and how it came in."""
        names = (
            "link",
            "is_fixed",
            "note",
            "role",
            "collected_on",
            "covers_from",
            "covers_until",
            "valid_until",
            "key",
        )
        values = {name: self.cleaned_data[name] for name in names}
        return CaptureDraft(files=self.given, source=source, **values)
