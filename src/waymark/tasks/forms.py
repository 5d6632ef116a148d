"""Forms about work: text in, typed values out."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from waymark.core.forms import Day, Line, PlainForm, Prose
from waymark.people.member_field import MemberField
from waymark.people.models.organisation import Organisation
from waymark.people.records import RecordLine, kind_called, line_of
from waymark.tasks.checklist import MOST_STEPS, steps_from
from waymark.tasks.repeats import MOST_MONTHS, Repeat
from waymark.tasks.scale import Priority

_SUBJECT = 100


class Subject(forms.CharField):
    """A record of the organisation, named by the word of its kind and its key, such as `requirement:12`."""

    def __init__(self, organisation: Organisation, **kwargs: Any) -> None:
        """Keep whose records may be named."""
        super().__init__(max_length=_SUBJECT, required=False, label=_("About"), **kwargs)
        self.organisation = organisation
        self.line: RecordLine | None = None

    def clean(self, value: Any) -> Any:
        """Return kind and key, or None. What is not the organisation's does not exist."""
        text = super().clean(value)
        if not text:
            return None
        word, _colon, key = text.partition(":")
        kind = kind_called(word)
        if kind is not None and kind.choose is not None and key.isascii() and key.isdigit() and len(key) < 19:  # noqa: PLR2004 -- longer than any key
            self.line = line_of(self.organisation, kind.kind, int(key))
        if self.line is None:
            raise ValidationError(_("This record is not there. Find it and choose it from the list."), code="subject")
        return self.line.kind, self.line.pk


class TaskFields(PlainForm):
    """What is to be done, how much it matters, in which steps, and whether it comes back."""

    title = Line(label=_("What is to be done"))
    note = Prose(required=False, label=_("Note"), rows=3)
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
    repeat_months = forms.IntegerField(
        required=False, min_value=1, max_value=MOST_MONTHS, label=_("Months after it was last done")
    )

    def clean_checklist(self) -> list[Any]:
        """Return the steps; those that were done stay done."""
        return list(steps_from(self.cleaned_data["checklist"], self.initial.get("steps")))

    def clean(self) -> dict[str, Any]:
        """Ask for the number of months where it is counted by them."""
        cleaned = super().clean()
        if cleaned.get("repeat") == Repeat.AFTER and not cleaned.get("repeat_months") and "repeat_months" in cleaned:
            self.add_error("repeat_months", _("Say after how many months."))
        return cleaned


class NewTaskForm(TaskFields):
    """A new task."""

    due_on = Day(required=False, label=_("Due"))
    field_order = ("title", "about", "owner", "due_on", "priority", "note", "checklist", "repeat", "repeat_months")
    # The search box of the picker travels with the form.
    may_carry = frozenset({"find"})

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Cut owners and records to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["owner"] = MemberField(organisation)
        self.fields["about"] = Subject(organisation)
        self.order_fields(self.field_order)


class DescribeTaskForm(TaskFields):
    """Another wording of a task; says which version was seen."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class HandOverForm(PlainForm):
    """Who takes the work over."""

    note = Line(required=False, label=_("Why"))
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Cut owners to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["owner"] = MemberField(organisation)


class DateForm(PlainForm):
    """Another date."""

    due_on = Day(required=False, label=_("Due"))
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class FinishForm(PlainForm):
    """What was done: in words, or by the evidence that shows it."""

    may_carry = frozenset({"evidence"})

    note = Prose(max_length=2000, label=_("What was done"), rows=2, required=False)

    def __init__(self, *args: Any, proofs: Sequence[RecordLine] = (), **kwargs: Any) -> None:
        """Offer the evidence that is linked to the task, if there is any."""
        super().__init__(*args, **kwargs)
        if proofs:
            choices = [("", _("In words only")), *((f"{one.kind}:{one.pk}", str(one)) for one in proofs)]
            self.fields["evidence"] = forms.ChoiceField(
                choices=choices, required=False, widget=forms.RadioSelect, label=_("What shows it")
            )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two; a bare tick proves nothing."""
        cleaned = super().clean()
        kind, _colon, key = str(cleaned.get("evidence", "")).partition(":")
        cleaned["evidence"] = (kind, int(key)) if key else None
        if "note" in cleaned and not cleaned["note"] and cleaned["evidence"] is None:
            self.add_error("note", _("Say in a few words what was done, or choose the evidence that shows it."))
        return cleaned


class ReopenForm(PlainForm):
    """Why it was not done after all."""

    reason = Prose(max_length=2000, label=_("Reason"), rows=2)


class StepForm(PlainForm):
    """One step that is ticked, or not any more; its words make sure it is the step that was meant."""

    place = forms.IntegerField(min_value=0, max_value=MOST_STEPS)
    text = Line()
    done = forms.BooleanField(required=False)


class ChangesForm(PlainForm):
    """Owner or date for many tasks at once."""

    chosen = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": _("Choose at least one task.")}, label=_("Tasks")
    )
    act = forms.ChoiceField(choices=[("owner", _("Hand over")), ("due", _("Set the date"))])
    due_on = Day(required=False, label=_("Due"))

    def __init__(self, *args: Any, organisation: Organisation, numbers: list[int], **kwargs: Any) -> None:
        """Cut tasks and owners to the organisation."""
        super().__init__(*args, **kwargs)
        choices = [(str(number), f"TASK-{number}") for number in numbers]
        self.fields["chosen"].choices = choices  # type: ignore[attr-defined]  # a choice field, as declared
        self.fields["owner"] = MemberField(organisation)


class ReadingForm(PlainForm):
    """Which notice was read; none for all of them."""

    notice = forms.IntegerField(required=False, min_value=1, max_value=2**62)
