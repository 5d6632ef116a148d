"""Forms of evidence: text in, typed values out."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from waymark.core.forms import Day, Line, NewForm, PlainForm, Prose, VersionedForm, new_key
from waymark.evidence.answering import Answer
from waymark.evidence.collecting import CaptureDraft, EvidenceDraft, GivenFile
from waymark.evidence.kinds import Confidentiality, EvidenceKind
from waymark.evidence.models.capture import Source
from waymark.evidence.models.evidence import LONGEST, Evidence
from waymark.evidence.models.request import EvidenceRequest
from waymark.people.member_field import MemberField
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.records.kinds import RecordLine, find, kind_called, kinds

if TYPE_CHECKING:
    # Django's fields take type parameters in their stubs only.
    _EvidenceChoice = forms.ModelChoiceField[Evidence]
else:
    _EvidenceChoice = forms.ModelChoiceField

_KEY = 64


class EvidenceField(_EvidenceChoice):
    """Evidence that is there already; whoever offers it cuts it to what the member may see."""

    def label_from_instance(self, obj: Any) -> str:
        """Show reference and title."""
        return f"{obj.reference} {obj.title}"


class CaptureForm(PlainForm):
    """What was collected: files, a link or a note. The files themselves are taken by `receiving`.

    `kept` are files of an earlier try that lie in the store already, each under a signed name.
    """

    may_carry = frozenset({"kept", "files", "instead", "anyway"})

    link = forms.CharField(
        required=False,
        max_length=2000,
        label=_("Web link"),
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
    )
    note = Prose(
        required=False,
        rows=4,
        label=_("Note"),
        help_text=_("For an interview: what was said. It is kept as evidence word for word."),
    )
    role = Line(required=False, label=_("Role of the person interviewed"))
    collected_on = Day(label=_("Collected on"))
    covers_from = Day(required=False, label=_("Covers from"))
    covers_until = Day(required=False, label=_("Covers until"))
    valid_until = Day(
        required=False,
        label=_("Valid until"),
        help_text=_("Only if it says so itself, as a certificate does."),
    )
    key = forms.CharField(max_length=_KEY, widget=forms.HiddenInput)

    def __init__(self, *args: Any, given: tuple[GivenFile, ...] = (), today: dt.date, **kwargs: Any) -> None:
        """Keep the files that came with the form, and propose today and a new key."""
        first = {"collected_on": today, "key": new_key(), **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, **{**kwargs, "initial": first})
        self.given, self.today = given, today

    def clean_link(self) -> str:
        """Return the link without blanks around."""
        return str(self.cleaned_data["link"]).strip()

    def clean_key(self) -> str:
        """Refuse a key no page of ours would have made."""
        key: str = self.cleaned_data["key"]
        if not key.replace("-", "").replace("_", "").isalnum():
            raise ValidationError(_("Load the page again and repeat your last step."), code="form-expired")
        return key

    def capture_draft(self, source: str = Source.PERSON) -> CaptureDraft:
        """Return what was collected, of a valid form, and how it came in."""
        names = ("link", "note", "role", "collected_on", "covers_from", "covers_until", "valid_until", "key")
        return CaptureDraft(files=self.given, source=source, **{name: self.cleaned_data[name] for name in names})


class DescriptionFields(PlainForm):
    """What is said of a piece of evidence."""

    title = Line(label=_("What it shows"), help_text=_("Such as: the AI policy is approved and published."))
    kind = forms.ChoiceField(choices=EvidenceKind, label=_("Kind"), initial=EvidenceKind.OTHER)
    confidentiality = forms.ChoiceField(
        choices=Confidentiality,
        label=_("Who may open it"),
        initial=Confidentiality.INTERNAL,
        help_text=_("Confidential: its owner, its collectors, AIMS managers, top management and auditors."),
    )
    fresh_months = forms.IntegerField(
        min_value=1,
        max_value=LONGEST,
        required=False,
        label=_("Fresh for (months)"),
        help_text=_("Empty takes what is usual for the kind."),
    )
    about = Prose(required=False, max_length=4000, rows=2, label=_("Notes"))


class NewEvidenceForm(DescriptionFields, CaptureForm):
    """A new piece of evidence with its first capture."""

    field_order = ("title", "kind", "owner", "confidentiality", "fresh_months", "about")

    def __init__(self, *args: Any, organisation: Organisation, member: Member, **kwargs: Any) -> None:
        """Cut owners to the organisation; who brings it owns it unless told otherwise."""
        kwargs["initial"] = {"owner": member.pk, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["owner"] = MemberField(organisation, required=True, empty_label=None)
        self.order_fields(self.field_order)

    def draft(self) -> EvidenceDraft:
        """Return what is said of it, of a valid form."""
        names = ("title", "kind", "owner", "confidentiality", "fresh_months", "about")
        return EvidenceDraft(**{name: self.cleaned_data[name] for name in names})


class EditEvidenceForm(DescriptionFields, VersionedForm):
    """Corrections to what is said of a piece of evidence."""

    fresh_months = forms.IntegerField(min_value=1, max_value=LONGEST, label=_("Fresh for (months)"))


class CheckForm(PlainForm):
    """What a member checked on the newest capture, or why they reject it."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[("verified", _("I checked it: it shows what it says")), ("rejected", _("I reject it"))],
        widget=forms.RadioSelect,
    )
    statement = Prose(max_length=2000, rows=2, label=_("What you checked, or why you reject it"))


class TargetForm(PlainForm):
    """What evidence shall be used for: a kind of record, and its number or some words of its title."""

    kind = forms.ChoiceField(label=_("Kind"))
    text = Line(label=_("Number or words"), help_text=_("Such as 6.1.2, or 6.1.2-3 for one point."))
    why = Line(required=False, max_length=500, label=_("Why it shows that"))

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        """Offer the kinds of record that can be picked."""
        super().__init__(*args, **kwargs)
        self.reader = reader
        self.found: tuple[RecordLine, ...] = ()
        choices = [(one.word, one.label) for one in kinds() if one.choose is not None and one.word != "evidence"]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]  # a choice field, as declared

    def clean(self) -> dict[str, Any]:
        """Find the one record that is meant; several are offered, none is said."""
        cleaned = super().clean()
        kind = kind_called(cleaned.get("kind", ""))
        text = cleaned.get("text", "")
        if kind is None or not text:
            return cleaned
        lines = find(self.reader, text, among=[kind]).get(kind.word, ())
        exact = [one for one in lines if one.reference.casefold() == text.casefold()]
        self.found = tuple(exact or lines)
        if not self.found:
            raise ValidationError(_("Nothing is called that."), code="unknown-record")
        if len(self.found) > 1:
            raise ValidationError(_("Several fit. Type the number of the one you mean."), code="unknown-record")
        return cleaned

    @property
    def line(self) -> RecordLine:
        """Return the record that is meant, of a valid form."""
        return self.found[0]


class RequestFields(PlainForm):
    """What is asked for, and by when."""

    what = Line(label=_("What you need"), help_text=_("Such as: the minutes of the last management review."))
    details = Prose(required=False, max_length=4000, rows=2, label=_("Details"))
    due_on = Day(label=_("By"))


class EditRequestForm(RequestFields, VersionedForm):
    """Corrections to a request; a day that is over may stay, since it is what was asked."""


class AskForm(RequestFields, NewForm):
    """Evidence asked of a member."""

    def __init__(self, *args: Any, organisation: Organisation, today: dt.date, **kwargs: Any) -> None:
        """Offer those who can answer: members who may collect, and those who have no sign-in yet."""
        kwargs["initial"] = {"due_on": today + dt.timedelta(days=14), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.today = today
        asked = MemberField(organisation, required=True, label=_("Of whom"), empty_label=None)
        able = [one.pk for one in Member.objects.of(organisation).active() if one.can(Can.COLLECT) or not one.user_id]
        asked.queryset = asked.queryset.filter(pk__in=able) if asked.queryset is not None else None
        self.fields["asked_of"] = asked
        self.order_fields(("what", "asked_of", "due_on", "details"))

    def clean_due_on(self) -> dt.date:
        """Refuse a day that is over."""
        day: dt.date = self.cleaned_data["due_on"]
        if day < self.today:
            raise ValidationError(_("Choose a day that is still to come."), code="date-out-of-range")
        return day


class ForecastForm(forms.Form):
    """The day a forecast looks at, and whose evidence alone; anything else in the address is ignored."""

    on = Day(required=False, label=_("On"))
    owner = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)


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
            queryset=there, required=False, label=_("Evidence that is there already"), empty_label=_("Something new")
        )

    def clean(self) -> dict[str, Any]:
        """Ask for something to answer with."""
        cleaned = super().clean()
        if not self._brings_something and not cleaned.get("evidence"):
            raise ValidationError(
                _("Bring files, a link or a note, or choose evidence that is there already."), code="nothing-captured"
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
