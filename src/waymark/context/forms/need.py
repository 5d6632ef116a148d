"""Forms about needs of interested parties: text in, typed values out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.context.met_by import MetByField
from waymark.context.models.need import Binding
from waymark.core.forms import Line, NewForm, PlainForm, Prose, VersionedForm
from waymark.people.member_field import MemberField
from waymark.people.models.organisation import Organisation


class NeedFields(PlainForm):
    """What is known about a need."""

    text = Line(label=_("Need"), max_length=300)
    binding = forms.ChoiceField(label=_("Why it binds"), choices=Binding.choices)
    source = Line(
        label=_("Source"), required=False, help_text=_("Where it is written or was said: a law, a contract, a meeting.")
    )
    met_by = MetByField()


class NewNeedForm(NeedFields, NewForm):
    """A new need of a party."""

    field_order = ("text", "binding", "source", "met_by", "owner")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Cut owners to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["owner"] = MemberField(organisation)
        self.order_fields(self.field_order)


class EditNeedForm(NeedFields, VersionedForm):
    """Corrections to what is known about a need."""


class TakeOnForm(VersionedForm):
    """Where a need that is taken on is met."""

    met_by = MetByField()
    reason = Prose(label=_("Note"), max_length=2000, rows=2, required=False)
