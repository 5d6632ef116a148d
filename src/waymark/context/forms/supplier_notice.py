"""Forms about notices of suppliers: text in, typed values out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.context.models.supplier_notice import notice_kinds
from waymark.core.forms import Day, Line, NewForm, PlainForm, Prose, VersionedForm
from waymark.people.member_field import MemberField
from waymark.people.models.organisation import Organisation


class NoticeFields(PlainForm):
    """What is known about a notice."""

    title = Line(label=_("Notice"))
    kind = forms.ChoiceField(label=_("Kind"), choices=notice_kinds)
    arrived_on = Day(label=_("Arrived on"), help_text=_("Or the day on which the change was noticed."))
    effective_on = Day(label=_("Change takes effect"), required=False)
    details = Prose(label=_("Details"), max_length=4000, rows=3, required=False)


class NewNoticeForm(NoticeFields, NewForm):
    """A new notice of a supplier."""

    field_order = ("title", "kind", "arrived_on", "effective_on", "details", "owner")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Cut owners to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["owner"] = MemberField(organisation)
        self.order_fields(self.field_order)


class EditNoticeForm(NoticeFields, VersionedForm):
    """Corrections to what is known about a notice."""


class ScreeningForm(VersionedForm):
    """What a notice means for the organisation."""

    on = Day(label=_("Screened on"))
    screening = Prose(label=_("What it means for us"), max_length=4000, rows=3)


class DecisionForm(VersionedForm):
    """What the organisation does about a notice."""

    on = Day(label=_("Decided on"))
    decision = Prose(label=_("Decision"), max_length=4000, rows=3)


class InformedForm(VersionedForm):
    """Who was informed of what changes."""

    on = Day(label=_("Informed on"))
    informed = Prose(label=_("Who was informed, and how"), max_length=4000, rows=2)
