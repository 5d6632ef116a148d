"""Forms about documents: text in, typed values out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.context.form_fields import Picks
from waymark.context.met_by import MetByField
from waymark.core.forms import Day, Line, NewForm, PlainForm, Prose, VersionedForm, Whole
from waymark.documents.choices import Approval, Classification, DocumentKind, Kept, RetentionStart
from waymark.documents.form_fields import DocumentField
from waymark.documents.items import item_choices, retention_choices
from waymark.documents.models.document import Document
from waymark.people.member_field import MemberField
from waymark.people.models.organisation import Organisation

_MOST_MONTHS = 600


class DocumentFields(PlainForm):
    """What is known about a document."""

    title = Line(label=_("Title"))
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=DocumentKind.choices,
        help_text=_("A document sets rules and is reviewed; a record keeps what happened."),
    )
    items = Picks(label=_("Items of the master list"), choices=item_choices())
    clauses = MetByField(label=_("Further clauses and controls"))
    other_standards = Line(
        label=_("Clauses of other standards"),
        max_length=300,
        required=False,
        help_text=_("For example: ISO/IEC 27001 5.2."),
    )
    aims_section = Line(
        label=_("Section about the AIMS"),
        max_length=300,
        required=False,
        help_text=_("Where the document also serves another standard: which part is about AI."),
    )
    approval = forms.ChoiceField(label=_("Approved by"), choices=Approval.choices)
    review_months = Whole(label=_("Reviewed every (months)"), required=False, min_value=1, max_value=_MOST_MONTHS)
    next_review_on = Day(label=_("Next review"), required=False)
    retention = forms.ChoiceField(
        label=_("Retention rule"), required=False, choices=[("", _("None")), *retention_choices()]
    )
    retention_months = Whole(label=_("Kept for (months)"), min_value=0, max_value=_MOST_MONTHS)
    retention_starts = forms.ChoiceField(label=_("Retention begins"), choices=RetentionStart.choices)
    classification = forms.ChoiceField(label=_("Classification"), choices=Classification.choices)
    access = Line(label=_("Who has access"), max_length=300, required=False)
    language = Line(label=_("Language"), max_length=40, required=False)
    kept = forms.ChoiceField(label=_("Where it is kept"), choices=Kept.choices)
    kept_at = Line(
        label=_("Place"),
        max_length=300,
        required=False,
        help_text=_("Needed where it is kept elsewhere: the system or shelf."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the place of what is kept elsewhere."""
        cleaned = super().clean()
        if cleaned.get("kept") == Kept.ELSEWHERE and not cleaned.get("kept_at"):
            self.add_error("kept_at", forms.ValidationError(_("Say where it is kept."), code="place-missing"))
        return cleaned


class NewDocumentForm(DocumentFields, NewForm):
    """A new document; its first draft is written on the next page."""

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Cut owners to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["owner"] = MemberField(organisation)
        self.order_fields(("title", "kind", "items", "owner"))


class EditDocumentForm(DocumentFields, VersionedForm):
    """Corrections to what is known about a document."""


class NewVersionForm(VersionedForm):
    """Why another version is drafted."""

    reason = Prose(label=_("Reason for change"), max_length=2000, rows=2)


class ReplaceForm(VersionedForm):
    """Which document takes the place of one, and why."""

    reason = Prose(label=_("Reason"), max_length=2000, rows=2)

    def __init__(self, *args: Any, document: Document, organisation: Organisation, **kwargs: Any) -> None:
        """Cut the choice to other documents of the organisation that are kept up to date."""
        super().__init__(*args, **kwargs)
        others = Document.objects.of(organisation).current().exclude(pk=document.pk).order_by("title", "number")
        self.fields["other"] = DocumentField(
            queryset=others, label=_("Replaced by"), help_text=_("Its reference, such as DOC-3.")
        )
        self.order_fields(("other", "reason"))
