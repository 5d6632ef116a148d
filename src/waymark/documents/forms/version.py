"""Forms about versions of documents: text in, typed values out."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from waymark.core.errors import RuleBroken
from waymark.core.forms import Day, Line, PlainForm, Prose, VersionedForm
from waymark.documents.choices import LONGEST_TEXT
from waymark.documents.from_word.of_version import text_of
from waymark.documents.models.version import DocumentVersion
from waymark.people.member_field import MemberField
from waymark.people.readers import Reader
from waymark.people.submit import refusal_text
from waymark.signing.meanings import Meaning
from waymark.signing.registers import can_sign


class EditVersionForm(VersionedForm):
    """The text of a draft, why it was made, and when it is to take effect."""

    text = Prose(label=_("Text"), max_length=LONGEST_TEXT, rows=24, required=False)
    reason = Prose(label=_("Reason for change"), max_length=2000, rows=2, required=False)
    summary = Prose(label=_("Summary of changes"), max_length=4000, rows=2, required=False)
    planned_from = Day(
        label=_("Takes effect on"), required=False, help_text=_("Left empty, it takes effect when it is approved.")
    )


class ImportTextForm(VersionedForm):
    """That the text of a version's Word document becomes its content; it is read here, while nothing is locked."""

    def __init__(self, *args: Any, document_version: DocumentVersion, **kwargs: Any) -> None:
        """Keep whose file it is."""
        super().__init__(*args, **kwargs)
        self._of = document_version

    def clean(self) -> dict[str, Any]:
        """Read the document; say why it cannot become text."""
        cleaned = super().clean()
        if not self.errors:
            try:
                cleaned["taken"] = text_of(self._of)
            except RuleBroken as broken:
                raise ValidationError(refusal_text(broken), code=broken.code) from broken
        return cleaned


class SubmitForm(VersionedForm):
    """Who reviews and who approves a version, by when."""

    due_on = Day(label=_("Due"))
    note = Prose(label=_("Note to the signers"), max_length=2000, rows=2, required=False)

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        """Cut signers to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["reviewer"] = MemberField(
            reader.organisation, able=can_sign, label=_("Reviewer"), empty_label=_("No reviewer")
        )
        self.fields["approver"] = MemberField(
            reader.organisation, able=can_sign, required=True, label=_("Approver"), empty_label=_("Choose")
        )
        self.order_fields(("reviewer", "approver", "due_on", "note"))


class OutsideForm(VersionedForm):
    """An approval that was given outside Waymark."""

    outside_by = Line(label=_("Approved by"), max_length=300, help_text=_("Name and role."))
    on = Day(label=_("Approved on"))
    effective_from = Day(label=_("Effective from"))
    proof = Line(
        label=_("Where the approval is shown"),
        max_length=300,
        required=False,
        help_text=_("For example: minutes of 3 March, signed copy in the archive."),
    )


class FileForm(VersionedForm):
    """A file that is the content of a version."""

    file = forms.FileField(label=_("File"), help_text=_("A Word document, a PDF, or another file that you control."))


class ApprovalFileForm(VersionedForm):
    """The file that shows an approval outside Waymark."""

    file = forms.FileField(
        label=_("File"), help_text=_("For example: the signed copy, or the minutes of the decision.")
    )


class SignatureForm(PlainForm):
    """Whose signature is requested, with which meaning and by when."""

    meaning = forms.ChoiceField(
        label=_("Meaning"),
        choices=[("", _("Choose")), *((one.value, one.label) for one in Meaning if one != Meaning.ACCEPTED)],
    )
    due_on = Day(label=_("Due"))
    note = Prose(label=_("Note to the signer"), max_length=2000, rows=2, required=False)

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        """Cut signers to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["signer"] = MemberField(
            reader.organisation, able=can_sign, required=True, label=_("Signer"), empty_label=_("Choose")
        )
        self.order_fields(("meaning", "signer", "due_on", "note"))
