"""Forms about sites and the people there: text in, typed values out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.context.models.headcount import MOST, Employment, headcount_roles
from waymark.core.forms import Day, Line, NewForm, PlainForm, Prose, VersionedForm, Whole
from waymark.people.member_field import MemberField
from waymark.people.models.organisation import Organisation


class SiteFields(PlainForm):
    """What is known about a site."""

    name = Line(label=_("Name"))
    functions = Prose(label=_("What is done there"), max_length=2000, rows=2)
    address = Prose(label=_("Address"), max_length=500, rows=2, required=False)
    is_remote = forms.BooleanField(
        label=_("Remote work, no place of its own"),
        required=False,
    )
    shared_services = Prose(
        label=_("Shared services"),
        max_length=2000,
        rows=2,
        required=False,
        help_text=_("What others provide here, or is provided here for others."),
    )


class NewSiteForm(SiteFields, NewForm):
    """A new site."""

    field_order = ("name", "functions", "address", "is_remote", "shared_services", "owner")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Cut owners to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["owner"] = MemberField(organisation)
        self.order_fields(self.field_order)


class EditSiteForm(SiteFields, VersionedForm):
    """Corrections to what is known about a site."""


class HeadcountForm(NewForm):
    """How many people with one role and employment work at a site, as of a day."""

    role = forms.ChoiceField(label=_("AI role"), choices=headcount_roles)
    employment = forms.ChoiceField(label=_("Employed or contracted"), choices=Employment.choices)
    people = Whole(label=_("People"), min_value=0, max_value=MOST)
    counted_on = Day(label=_("As of"))
