"""Forms about the RACI table: text in, typed values out."""

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.competence.models.raci import Part
from waymark.core.forms import Line, NewForm, PlainForm, Prose, VersionedForm
from waymark.people.owner_roles import OwnerRole


def _part(role: OwnerRole) -> forms.ChoiceField:
    return forms.ChoiceField(label=role.label, choices=Part.choices, initial=Part.NONE)


class RaciFields(PlainForm):
    """One line of the table: the part of each role."""

    title = Line(label=_("Activity"))
    clauses = Line(label=_("Clauses"), max_length=200, required=False)
    top_management = _part(OwnerRole.TOP_MANAGEMENT)
    aims_manager = _part(OwnerRole.AIMS_MANAGER)
    process_owner = _part(OwnerRole.PROCESS_OWNER)
    ai_system_owner = _part(OwnerRole.AI_SYSTEM_OWNER)
    risk_manager = _part(OwnerRole.RISK_MANAGER)
    internal_auditor = _part(OwnerRole.INTERNAL_AUDITOR)
    outside = Line(label=_("Auditor of the certification body, in words"), required=False)
    remark = Prose(label=_("In words"), max_length=1000, rows=2, required=False)


class NewRaciForm(RaciFields, NewForm):
    """An activity of the organisation's own."""


class EditRaciForm(RaciFields, VersionedForm):
    """Changes to a line of the table."""


class AdoptTableForm(PlainForm):
    """Adopting the whole proposed table: nothing to type."""
