"""Forms of evidence: text in, typed values out."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from waymark.core.form_words import OwnWords
from waymark.core.forms import Day, Line, PlainForm, Prose, VersionedForm, Whole
from waymark.evidence.collecting import EvidenceDraft
from waymark.evidence.files.names import title_of
from waymark.evidence.forms.capture import CaptureForm
from waymark.evidence.kinds import Confidentiality, EvidenceKind
from waymark.evidence.models.evidence import LONGEST, Evidence
from waymark.people.member_field import MemberField
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.readers import Reader
from waymark.records.kinds import RecordLine, find, kind_called, kinds
from waymark.records.picking import RecordsField


class DescriptionFields(PlainForm):
    """What is said of a piece of evidence."""

    title = Line(label=_("What it shows"), help_text=_("For example: the AI policy is approved and published."))
    kind = forms.ChoiceField(choices=EvidenceKind, label=_("Kind"), initial=EvidenceKind.OTHER)
    confidentiality = forms.ChoiceField(
        choices=Confidentiality,
        label=_("Confidentiality"),
        initial=Confidentiality.INTERNAL,
        help_text=_("Confidential: its owner, its collectors, AIMS managers, top management and auditors."),
    )
    fresh_months = Whole(
        min_value=1,
        max_value=LONGEST,
        required=False,
        label=_("Fresh for (months)"),
        help_text=_("Leave empty for the default of the kind."),
    )
    about = Prose(required=False, max_length=4000, rows=2, label=_("Notes"))


class NewEvidenceForm(DescriptionFields, CaptureForm):
    """A new piece of evidence with its first capture, and what it shall be used for.

    Where it came without a title, the name of its first file is proposed as one: by the script while the file is
    chosen, else by the form that is shown again.
    """

    title = Line(
        label=_("What it shows"),
        help_text=_("For example: the AI policy is approved and published. The file name is suggested."),
        widget=forms.TextInput(attrs={"data-proposed": ""}),
    )
    field_order = ("title", "records", "kind", "owner", "confidentiality", "fresh_months", "about")

    def __init__(self, *args: Any, organisation: Organisation, member: Member, **kwargs: Any) -> None:
        """Cut owners to the organisation; who brings it owns it unless told otherwise."""
        kwargs["initial"] = {"owner": member.pk, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["owner"] = MemberField(organisation, required=True, empty_label=None)
        # Asked for in `clean`: a browser that insists on it would keep the server from proposing one.
        self.fields["title"].required = False
        self.fields["records"] = RecordsField(member, label=_("Evidence for"))
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Ask for a title, and propose the name of its first file."""
        cleaned = super().clean()
        if "title" in cleaned and not cleaned["title"]:
            self.add_error("title", ValidationError(self._proposed_title(), code="invalid"))
        return cleaned

    def draft(self) -> EvidenceDraft:
        """Return what is said of it, of a valid form."""
        names = ("title", "kind", "owner", "confidentiality", "fresh_months", "about")
        return EvidenceDraft(**{name: self.cleaned_data[name] for name in names})

    def _proposed_title(self) -> str:
        """Put the name of the first file into the empty field, and return what to say of it."""
        title = title_of(self.given[0].name) if self.given else ""
        if not title:
            return str(self.fields["title"].error_messages["required"])
        proposed: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict or a dict
        proposed["title"] = title
        self.data = proposed
        return str(_("The title was empty, so the file name is suggested. Change it, or save it as it is."))


class EditEvidenceForm(DescriptionFields, VersionedForm):
    """Corrections to what is said of a piece of evidence."""

    KEPT: ClassVar = ("title", "kind", "confidentiality", "fresh_months", "about")
    fresh_months = Whole(min_value=1, max_value=LONGEST, label=_("Fresh for (months)"))

    @classmethod
    def first(cls, evidence: Evidence) -> dict[str, Any]:
        """Return what it proposes: what is said now."""
        return {name: getattr(evidence, name) for name in cls.KEPT}


class CheckForm(PlainForm):
    """What a member checked on the newest capture, or why they reject it."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[("verified", _("Verified: it shows what it says")), ("rejected", _("Rejected"))],
        widget=forms.RadioSelect,
    )
    statement = Prose(max_length=2000, rows=2, label=_("What you checked, or the reason for rejecting it"))


class TargetForm(PlainForm):
    """What evidence shall be used for: a kind of record, and its number or some words of its title."""

    kind = forms.ChoiceField(label=_("Kind"))
    text = Line(label=_("Number or words"), help_text=_("For example 6.1.2, or 6.1.2-3 for one point."))
    why = Line(required=False, max_length=500, label=_("Reason"))

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
            raise ValidationError(_("No results."), code="unknown-record")
        if len(self.found) > 1:
            raise ValidationError(_("There are several results. Enter the exact number."), code="unknown-record")
        return cleaned

    @property
    def line(self) -> RecordLine:
        """Return the record that is meant, of a valid form."""
        return self.found[0]


class InvolvementForm(PlainForm):
    """Whose checks are asked for; those of everybody unless said."""

    member = Whole(required=False, min_value=1, label=_("Member"))


class ForecastForm(OwnWords, forms.Form):
    """The day a forecast looks at, and whose evidence alone; anything else in the address is ignored."""

    on = Day(required=False, label=_("On"))
    owner = Whole(required=False, min_value=1, max_value=2**62)
    page = Whole(required=False, min_value=1, max_value=10_000)


class PageForm(OwnWords, forms.Form):
    """The page of a document from which on it is shown; anything else in the address is ignored."""

    page = Whole(required=False, min_value=1, max_value=1_000_000)


class ShownFileForm(OwnWords, forms.Form):
    """The file that the page of evidence shows; anything else in the address is ignored."""

    capture = Whole(required=False, min_value=1, max_value=2**31 - 1)
    file = Whole(required=False, min_value=1, max_value=2**31 - 1)
