"""Forms about triggers and changes of systems."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.context.inventory.reading import inventory
from waymark.context.models.system import AISystem
from waymark.core.forms import Day, Line, NewForm, PlainForm, Prose, VersionedForm
from waymark.people.models.organisation import Organisation
from waymark.records.record_field import RecordField


class _Firing(PlainForm):
    """What happened, where it was learned, and by when what it makes due is done."""

    title = Line(label=_("What happened"))
    source = Line(label=_("Source"), required=False, help_text=_("For example: a notice, a report, a meeting."))
    happened_on = Day(label=_("Happened on"), required=False)
    due_on = Day(label=_("Due"), required=False, help_text=_("By when the assessments that it makes due are done."))


class NewTriggerForm(_Firing, NewForm):
    """A trigger of any kind."""

    kind = forms.ChoiceField(label=_("Trigger"), choices=[(one.id, one.name) for one in inventory().triggers])

    field_order = ("system", "kind", "title", "source", "happened_on", "due_on")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Cut systems to the organisation."""
        super().__init__(*args, **kwargs)
        systems = AISystem.objects.of(organisation).current().order_by("name", "number")
        self.fields["system"] = RecordField(queryset=systems, label=_("AI system"), empty_label=_("Choose a system"))
        self.order_fields(self.field_order)


class ChangeForm(_Firing, VersionedForm):
    """A change of one system, by its kind."""

    change = forms.ChoiceField(label=_("What changed"), choices=[(one.id, one.name) for one in inventory().changes])

    field_order = ("change", "title", "source", "happened_on", "due_on")


class SettleForm(VersionedForm):
    """What came of a trigger."""

    outcome = Prose(
        label=_("Outcome"), max_length=2000, rows=2, help_text=_("What was assessed, or why nothing changes.")
    )


class RescheduleForm(VersionedForm):
    """Another due date, or none."""

    due_on = Day(label=_("Due"), required=False)
