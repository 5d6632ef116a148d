"""Forms about units of the inventory."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from waymark.core.forms import Day, Line, NewForm, PlainForm, Prose, VersionedForm
from waymark.people.member_field import MemberField
from waymark.people.models.organisation import Organisation


class UnitFields(PlainForm):
    """What is known about a unit."""

    name = Line(label=_("Name"), help_text=_("As the AI systems of the unit name it."))
    next_confirmation_on = Day(label=_("Next confirmation"), required=False)


class NewUnitForm(UnitFields, NewForm):
    """A new unit."""

    field_order = ("name", "owner", "next_confirmation_on")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Cut owners to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["owner"] = MemberField(organisation)
        self.order_fields(self.field_order)


class EditUnitForm(UnitFields, VersionedForm):
    """Corrections to a unit."""


class ConfirmForm(VersionedForm):
    """Every AI system of the unit is in the inventory."""

    next_confirmation_on = Day(label=_("Next confirmation"))
    note = Prose(label=_("Note"), max_length=2000, rows=2, required=False)
