"""Forms about factors: text in, typed values out."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.context.models.factor import Climate, Origin
from waymark.core.forms import Day, Line, NewForm, PlainForm, Prose, VersionedForm
from waymark.people.member_field import MemberField
from waymark.people.models.organisation import Organisation

_DECISIONS: Final = [one for one in Climate.choices if one[0] != Climate.NONE]


class FactorFields(PlainForm):
    """What is known about a factor."""

    title = Line(label=_("Factor"), help_text=_("For example: two suppliers hold the market for language models."))
    origin = forms.ChoiceField(label=_("Origin"), choices=Origin.choices)
    effect = Prose(
        label=_("Why it matters"),
        max_length=2000,
        rows=2,
        help_text=_("Its effect on what the AIMS is meant to achieve."),
    )
    response = Prose(label=_("Our answer"), max_length=2000, rows=2, required=False)
    next_review_on = Day(label=_("Next review"), required=False)


class NewFactorForm(FactorFields, NewForm):
    """A new factor; `climate` is chosen where it decides whether climate change is relevant."""

    field_order = ("title", "origin", "climate", "effect", "response", "owner", "next_review_on")

    climate = forms.ChoiceField(label=_("Climate change"), choices=Climate.choices, required=False)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Cut owners to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["owner"] = MemberField(organisation)
        self.order_fields(self.field_order)

    def clean_climate(self) -> str:
        """Return what it decides about climate change: nothing, unless told otherwise."""
        return str(self.cleaned_data["climate"] or Climate.NONE)


class NewClimateForm(NewFactorForm):
    """The factor that decides whether climate change is relevant to the AIMS."""

    field_order = ("climate", "effect", "response", "title", "origin", "owner", "next_review_on")

    climate = forms.ChoiceField(label=_("Decision"), choices=_DECISIONS, widget=forms.RadioSelect)
    effect = Prose(label=_("Reason"), max_length=2000, rows=3)


class EditFactorForm(FactorFields, VersionedForm):
    """Corrections to what is known about a factor."""


class ClimateForm(VersionedForm):
    """Whether climate change is relevant, and why."""

    climate = forms.ChoiceField(label=_("Decision"), choices=_DECISIONS)
    reason = Prose(label=_("Reason"), max_length=2000, rows=2)
