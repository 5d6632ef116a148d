"""Forms of requests for evidence: text in, typed values out."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from waymark.core.forms import Day, Line, NewForm, PlainForm, Prose, VersionedForm
from waymark.core.references import key_in
from waymark.evidence.answering import Answer
from waymark.evidence.collecting import EvidenceDraft
from waymark.evidence.forms.capture import CaptureForm
from waymark.evidence.models.capture import Source
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.request import EvidenceRequest, can_answer
from waymark.people.member_field import NO_KEY, MemberField
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation

if TYPE_CHECKING:
    # Django's fields take type parameters in their stubs only.
    _EvidenceChoice = forms.ModelChoiceField[Evidence]
else:
    _EvidenceChoice = forms.ModelChoiceField


class EvidenceField(_EvidenceChoice):
    """Evidence that is there already; whoever offers it cuts it to what the member may see."""

    def to_python(self, value: Any) -> Evidence | None:
        """Return the evidence with a key, or None for nothing; other digits than 0 to 9 are no key."""
        is_other = isinstance(value, str) and value and key_in(value) is None
        return super().to_python(NO_KEY if is_other else value)

    def label_from_instance(self, obj: Any) -> str:
        """Show reference and title."""
        return f"{obj.reference} {obj.title}"


class RequestFields(PlainForm):
    """What is asked for, and by when."""

    what = Line(label=_("What you need"), help_text=_("For example: the minutes of the last management review."))
    details = Prose(required=False, max_length=4000, rows=2, label=_("Details"))
    due_on = Day(label=_("Due"))


class EditRequestForm(RequestFields, VersionedForm):
    """Corrections to a request; a day that is over may stay, since it is what was asked."""


class AskForm(RequestFields, NewForm):
    """Evidence asked of a member."""

    def __init__(self, *args: Any, organisation: Organisation, today: dt.date, **kwargs: Any) -> None:
        """Offer those who can answer: members who may collect, and those who have no sign-in yet."""
        kwargs["initial"] = {"due_on": today + dt.timedelta(days=14), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["asked_of"] = MemberField(
            organisation, able=can_answer, required=True, label=_("From"), empty_label=None
        )
        self.order_fields(("what", "asked_of", "due_on", "details"))

    def clean_due_on(self) -> dt.date:
        """Refuse a day that is over."""
        day: dt.date = self.cleaned_data["due_on"]
        if day < self.today:
            raise ValidationError(_("Choose a date in the future."), code="date-out-of-range")
        return day


class AnswerForm(CaptureForm):
    """The answer to a request: something new, or evidence that is there already, with or without a new capture."""

    collected_on = Day(required=False, label=_("Collected on"))
    title = Line(required=False, label=_("What it shows"))

    def __init__(self, *args: Any, member: Member, asked: EvidenceRequest, **kwargs: Any) -> None:
        """Offer the evidence the member may see; the words of the request name new evidence."""
        kwargs["initial"] = {"title": asked.what, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.member, self.asked = member, asked
        there = Evidence.objects.of(asked.organisation).in_use().visible_to(member).in_order("title")
        self.fields["evidence"] = EvidenceField(
            queryset=there, required=False, label=_("Existing evidence"), empty_label=_("New evidence")
        )

    def clean(self) -> dict[str, Any]:
        """Ask for something to answer with."""
        cleaned = super().clean()
        if not self._brings_something and not cleaned.get("evidence"):
            raise ValidationError(
                _("Add files, a link or a note, or choose existing evidence."), code="nothing-captured"
            )
        return cleaned

    def answer(self, source: str = Source.PERSON) -> Answer:
        """Return the answer of a valid form, and how it came in."""
        chosen = self.cleaned_data["evidence"]
        collected = None
        if self._brings_something:
            self.cleaned_data["collected_on"] = self.cleaned_data["collected_on"] or self.today
            collected = self.capture_draft(source)
        if chosen is not None:
            return Answer(evidence=chosen, collected=collected)
        title = self.cleaned_data["title"] or self.asked.what
        return Answer(draft=EvidenceDraft(title=title, owner=self.member), collected=collected)

    @property
    def _brings_something(self) -> bool:
        return bool(self.given or self.cleaned_data.get("link") or self.cleaned_data.get("note"))
