"""Forms about obligations: text in, typed values out."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from waymark.context.met_by import MetByField
from waymark.context.models.obligation import Direction, Origin
from waymark.context.starter import starter
from waymark.core.forms import Day, Line, NewForm, PlainForm, Prose, VersionedForm
from waymark.people.member_field import MemberField
from waymark.people.models.organisation import Organisation


class ObligationFields(PlainForm):
    """What is known about an obligation."""

    title = Line(label=_("Title"))
    duty = Prose(label=_("What is owed"), max_length=2000, rows=3)
    origin = forms.ChoiceField(label=_("Origin"), choices=Origin.choices)
    reference_text = Line(
        label=_("Law, contract or promise"),
        help_text=_("A law, the number of a contract, the page with a promise."),
    )
    clause = Line(label=_("Clause of it"), required=False, help_text=_("For example: Art. 50(1), or section 7."))
    direction = forms.ChoiceField(label=_("Direction"), choices=Direction.choices)
    met_by = MetByField()
    next_review_on = Day(label=_("Next check"), required=False)


class NewObligationForm(ObligationFields, NewForm):
    """A new obligation, or a candidate of the starter register that is taken on, adapted or not."""

    field_order = (
        *("title", "duty", "origin", "reference_text", "clause", "direction", "met_by", "owner", "next_review_on"),
        "candidate",
    )

    candidate = Line(max_length=20, required=False, widget=forms.HiddenInput, label=_("Candidate"))

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Cut owners to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["owner"] = MemberField(organisation)
        self.order_fields(self.field_order)

    def clean_candidate(self) -> str:
        """Refuse what is no candidate of the starter register."""
        key: str = self.cleaned_data["candidate"]
        if key and starter().candidate(key) is None:
            raise ValidationError(_now("The starter register has no such candidate."), code="unknown-candidate")
        return key


class EditObligationForm(ObligationFields, VersionedForm):
    """Corrections to what is known about an obligation."""


class DeclineCandidateForm(NewForm):
    """Why a candidate does not hold for the organisation."""

    reason = Prose(label=_("Reason"), max_length=2000, rows=2)
