"""Forms of signing: text in, typed values out."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.core.forms import PlainForm, Prose, VersionedForm
from waymark.signing.answering import Decision
from waymark.signing.models.item import Outcome, SigningItem


class AnswerForm(VersionedForm):
    """What a signer decides on each version of a request; nothing is chosen for them."""

    def __init__(self, *args: Any, items: Sequence[SigningItem], **kwargs: Any) -> None:
        """Make three fields for each version: the outcome, what should change, and what was seen."""
        super().__init__(*args, **kwargs)
        self.items = [one for one in items if one.is_pending]
        for one in self.items:
            self.fields[f"outcome_{one.pk}"] = forms.ChoiceField(
                label=one.title,
                choices=[(Outcome.SIGNED, _("Sign")), (Outcome.RETURNED, _("Request changes"))],
                widget=forms.RadioSelect,
            )
            self.fields[f"remark_{one.pk}"] = Prose(
                required=False, max_length=2000, rows=2, label=_("What should change")
            )
            self.fields[f"sha256_{one.pk}"] = forms.CharField(
                max_length=64, initial=one.sha256, widget=forms.HiddenInput
            )

    def rows(self) -> Iterator[tuple[SigningItem, list[Any]]]:
        """Yield each version that waits, with its fields."""
        for one in self.items:
            yield one, [self[f"{name}_{one.pk}"] for name in ("outcome", "remark", "sha256")]

    def decisions(self) -> dict[int, Decision]:
        """Return what was decided on each version, of a valid form."""
        typed = self.cleaned_data
        return {
            one.pk: Decision(typed[f"outcome_{one.pk}"], typed[f"sha256_{one.pk}"], typed[f"remark_{one.pk}"])
            for one in self.items
        }


class RulesForm(PlainForm):
    """The rules on signatures."""

    separates_approval = forms.BooleanField(
        required=False,
        label=_("The only author of a version cannot approve it"),
        help_text=_("Switched off, such an approval is recorded with a warning."),
    )
    managers_approve = forms.BooleanField(
        required=False,
        label=_("AIMS managers can approve the scope, too"),
        help_text=_("Switched off, only top management approves the scope statement (4.3, 5.1)."),
    )
