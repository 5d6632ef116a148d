"""Forms about planned changes: text in, typed values out."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from waymark.core.forms import Day, Line, NewForm, PlainForm, Prose, VersionedForm
from waymark.people.member_field import MemberField
from waymark.people.models.organisation import Organisation


class PlannedChangeFields(PlainForm):
    """What is planned."""

    title = Line(label=_("Change"), help_text=_("For example: bring the support team into the scope."))
    purpose = Prose(label=_("Purpose"), max_length=2000, rows=2)
    consequences = Prose(label=_("Consequences"), max_length=2000, rows=2, required=False)
    resources = Prose(label=_("Resources"), max_length=2000, rows=2, required=False)
    due_on = Day(label=_("Planned day"), required=False)


class NewPlannedChangeForm(PlannedChangeFields, NewForm):
    """A new change; its owner is responsible for it."""

    field_order = ("title", "purpose", "consequences", "resources", "owner", "due_on")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Cut owners to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["owner"] = MemberField(organisation)
        self.order_fields(self.field_order)


class EditPlannedChangeForm(PlannedChangeFields, VersionedForm):
    """Another plan."""


class ApprovalForm(VersionedForm):
    """The approval of a change as it is planned."""

    note = Prose(label=_("Note"), max_length=2000, rows=2, required=False)


class OutcomeForm(VersionedForm):
    """What came of a change that was made."""

    outcome = Prose(label=_("Outcome"), max_length=2000, rows=2)
