"""Forms about interested parties: text in, typed values out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.context.models.party import party_kinds
from waymark.core.forms import Day, Line, NewForm, PlainForm, Prose, VersionedForm
from waymark.people.member_field import MemberField
from waymark.people.models.organisation import Organisation


class PartyFields(PlainForm):
    """What is known about an interested party."""

    name = Line(label=_("Name"), help_text=_("A group or a body, such as loan applicants; no single person."))
    kind = forms.ChoiceField(label=_("Kind"), choices=party_kinds)
    about = Prose(label=_("Why they matter"), max_length=2000, rows=2, required=False)
    next_review_on = Day(label=_("Next review"), required=False)


class NewPartyForm(PartyFields, NewForm):
    """A new interested party."""

    field_order = ("name", "kind", "about", "owner", "next_review_on")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Cut owners to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["owner"] = MemberField(organisation)
        self.order_fields(self.field_order)


class EditPartyForm(PartyFields, VersionedForm):
    """Corrections to what is known about an interested party."""
