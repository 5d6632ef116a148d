"""Forms about AI systems: text in, typed values out."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.context.describing import Details
from waymark.context.form_fields import Picks, SupplierField
from waymark.context.inventory.choices import InventoryField
from waymark.context.inventory.words import (
    SECTIONS,
    act_role_choices,
    choices_of,
    fields_of,
    is_single,
    role_choices,
)
from waymark.context.system_choices import Effect, LifeStage, Origin, PersonalData
from waymark.core.forms import Day, Line, NewForm, PlainForm, Prose, VersionedForm
from waymark.people.member_field import MemberField
from waymark.people.models.organisation import Organisation

_OPEN = ("not_known", "find_out", "find_out_by")


class SystemFields(PlainForm):
    """The main facts of an AI system."""

    name = Line(label=_("Name"))
    purpose = Prose(
        label=_("Purpose"), max_length=2000, rows=2, help_text=_("What work or decision does it help with?")
    )
    unit = Line(label=_("Unit or team"), required=False)
    stage = forms.ChoiceField(
        label=_("Life cycle stage"),
        choices=[one for one in LifeStage.choices if one[0] != LifeStage.RETIREMENT],
        initial=LifeStage.INCEPTION,
    )
    origin = forms.ChoiceField(label=_("Origin"), choices=Origin.choices, initial=Origin.OPEN)
    roles = Picks(label=_("Our roles (ISO/IEC 22989)"), choices=role_choices())
    act_roles = Picks(label=_("Our roles under the EU AI Act"), choices=act_role_choices())
    personal_data = forms.ChoiceField(label=_("Personal data"), choices=PersonalData.choices, initial=PersonalData.OPEN)
    decision_effect = forms.ChoiceField(label=_("Weight of the result"), choices=Effect.choices, initial=Effect.OPEN)


class NewSystemForm(SystemFields, NewForm):
    """A new AI system."""

    field_order = ("name", "purpose", "owner", "unit", "supplier", "stage", "origin")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Cut owners and suppliers to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["owner"] = MemberField(organisation)
        self.fields["supplier"] = SupplierField(organisation)
        self.order_fields(self.field_order)


class EditSystemForm(SystemFields, VersionedForm):
    """Corrections to the main facts of an AI system."""

    field_order = ("name", "purpose", "unit", "supplier", "stage", "origin")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Cut suppliers to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["supplier"] = SupplierField(organisation)
        self.order_fields(self.field_order)


class LiveForm(VersionedForm):
    """Since when a system is used on real cases."""

    on = Day(label=_("In use since"))


class RetireSystemForm(VersionedForm):
    """Since when a system is out of use, and why."""

    on = Day(label=_("Out of use since"))
    reason = Prose(label=_("Reason"), max_length=2000, rows=2)


class SectionForm(VersionedForm):
    """The details of one section, and below them what nobody knows yet with who finds out by when."""

    section = "purpose"

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Cut members to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["find_out"] = MemberField(organisation, label=_("Who finds out"), empty_label=_("Nobody yet"))
        self.order_fields([*(one.id for one in fields_of(self.section)), *_OPEN])

    def clean(self) -> dict[str, Any]:
        """Return the answers apart from what is open."""
        typed = super().clean()
        if self.errors:
            return typed
        answers = {one.id: typed[one.id] for one in fields_of(self.section)}
        details = Details(answers, typed["not_known"], typed["find_out"], typed["find_out_by"])
        return {"details": details, "version": typed["version"]}


def _answer_field(one: InventoryField) -> forms.Field:
    choices = choices_of(one)
    if not choices:
        return Prose(label=one.label, max_length=4000, rows=2, required=False)
    if is_single(one):
        return forms.ChoiceField(label=one.label, choices=[("", _("No answer yet")), *choices], required=False)
    return Picks(label=one.label, choices=choices)


def _section_form(section: str) -> type[SectionForm]:
    fields: dict[str, Any] = {one.id: _answer_field(one) for one in fields_of(section)}
    fields["not_known"] = Picks(label=_("Not known yet"), choices=[(one.id, one.label) for one in fields_of(section)])
    fields["find_out_by"] = Day(label=_("Known by"), required=False)
    doc = f"The details of the section {section}."
    more = {"section": section, "__doc__": doc, "__module__": __name__}
    return type(f"{section.title()}SectionForm", (SectionForm,), fields | more)


SECTION_FORMS: Final[Mapping[str, type[SectionForm]]] = {name: _section_form(name) for name in SECTIONS}
"""The form of each section, out of the package data."""
