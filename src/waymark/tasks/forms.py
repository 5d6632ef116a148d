"""Forms about work: text in, typed values out."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from waymark.core.forms import Day, Line, NewForm, PlainForm, Prose, VersionedForm, Whole
from waymark.core.references import key_in
from waymark.people.member_field import MemberField
from waymark.people.readers import Reader
from waymark.records.kinds import RecordLine
from waymark.records.picking import RecordField
from waymark.tasks.checklist import MOST_STEPS, steps_from
from waymark.tasks.choices import Priority
from waymark.tasks.repeats import MOST_MONTHS, Repeat


class TaskFields(PlainForm):
    """What is to be done, how much it matters, in which steps, and whether it comes back."""

    title = Line(label=_("What to do"))
    note = Prose(required=False, label=_("Note"), rows=3)
    done_when = Prose(
        required=False,
        max_length=2000,
        label=_("Done when"),
        rows=2,
        help_text=_("What you can show once it is finished."),
    )
    priority = forms.TypedChoiceField(
        choices=Priority.choices, coerce=int, label=_("Priority"), initial=Priority.MEDIUM
    )
    checklist = Prose(
        required=False,
        label=_("Checklist"),
        rows=4,
        max_length=20_000,
        help_text=_("One step on each line, at most %(most)d.") % {"most": MOST_STEPS},
    )
    repeat = forms.ChoiceField(choices=Repeat.choices, label=_("Repeats"), initial=Repeat.NONE)
    repeat_months = Whole(required=False, min_value=1, max_value=MOST_MONTHS, label=_("Months after completion"))

    def clean_checklist(self) -> list[Any]:
        """Return the steps; those that were done stay done."""
        return list(steps_from(self.cleaned_data["checklist"], self.initial.get("steps")))

    def clean(self) -> dict[str, Any]:
        """Ask for the number of months where it is counted by them."""
        cleaned = super().clean()
        if cleaned.get("repeat") == Repeat.AFTER and not cleaned.get("repeat_months") and "repeat_months" in cleaned:
            self.add_error("repeat_months", _("Enter the number of months."))
        return cleaned


class NewTaskForm(TaskFields, NewForm):
    """A new task."""

    due_on = Day(required=False, label=_("Due"))
    field_order = (
        "title",
        "about",
        "owner",
        "due_on",
        "priority",
        "note",
        "done_when",
        "checklist",
        "repeat",
        "repeat_months",
    )
    # The search box of the picker travels with the form.
    may_carry = frozenset({"find"})

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        """Cut owners and records to what the reader may see."""
        super().__init__(*args, **kwargs)
        self.fields["owner"] = MemberField(reader.organisation)
        self.fields["about"] = RecordField(reader, label=_("About"))
        self.order_fields(self.field_order)


class EditTaskForm(TaskFields, VersionedForm):
    """Corrections to a task."""


class RescheduleForm(VersionedForm):
    """Another date."""

    due_on = Day(required=False, label=_("Due"))


class MoveForm(PlainForm):
    """A step of the work; where it says which version was read, it is refused once somebody else changed the task."""

    # Where a card of the board is moved to stands in the form, so that a lost race can show both lanes.
    may_carry = frozenset({"state"})
    version = Whole(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class FinishForm(MoveForm):
    """What was done: in words, or by the evidence that shows it."""

    may_carry = MoveForm.may_carry | {"evidence", "with_open_steps"}

    note = Prose(max_length=2000, label=_("What was done"), rows=2, required=False)

    def __init__(self, *args: Any, proofs: Sequence[RecordLine] = (), open_steps: int = 0, **kwargs: Any) -> None:
        """Offer the evidence that is linked to the task, if there is any, and ask about steps that are still open."""
        super().__init__(*args, **kwargs)
        self.open_steps = open_steps
        if open_steps:
            label = ngettext("Finish with %(n)d open step", "Finish with %(n)d open steps", open_steps)
            self.fields["with_open_steps"] = forms.BooleanField(required=False, label=label % {"n": open_steps})
        if proofs:
            choices = [("", _("In words only")), *((f"{one.kind}:{one.pk}", str(one)) for one in proofs)]
            self.fields["evidence"] = forms.ChoiceField(
                choices=choices, required=False, widget=forms.RadioSelect, label=_("Evidence")
            )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two, since a bare tick proves nothing; and for a word about open steps."""
        cleaned = super().clean()
        if self.open_steps and not cleaned.get("with_open_steps"):
            text = ngettext("%(n)d step is still open.", "%(n)d steps are still open.", self.open_steps)
            way_out = _("Tick the steps that are done, or confirm that the task ends with open steps.")
            self.add_error("with_open_steps", f"{text % {'n': self.open_steps}} {way_out}")
        kind, _colon, key = str(cleaned.get("evidence", "")).partition(":")
        pk = key_in(key)
        cleaned["evidence"] = (kind, pk) if pk is not None else None
        if "note" in cleaned and not cleaned["note"] and cleaned["evidence"] is None:
            self.add_error("note", _("Describe in a few words what was done, or choose the evidence."))
        return cleaned


class ReopenForm(MoveForm):
    """Why it was not done after all."""

    reason = Prose(max_length=2000, label=_("Reason"), rows=2)


class StepForm(PlainForm):
    """One step that is ticked, or not any more; its words make sure it is the step that was meant."""

    place = Whole(min_value=0, max_value=MOST_STEPS)
    text = Line()
    done = forms.BooleanField(required=False)
