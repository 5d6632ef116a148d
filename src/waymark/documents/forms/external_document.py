"""Forms about external documents: text in, typed values out."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.context.form_fields import SupplierField
from waymark.context.met_by import MetByField
from waymark.context.models.system import AISystem
from waymark.core.forms import Day, Line, NewForm, PlainForm, Prose, VersionedForm, Whole
from waymark.documents.external_choices import MOST_MONTHS, CheckResult, ExternalKind
from waymark.people.member_field import MemberField
from waymark.people.models.organisation import Organisation
from waymark.records.record_field import RecordField

SYSTEM: Final = {"type": "integer", "description": "Number of the AI system it concerns; null for none."}
_ORDER: Final = (
    *("title", "kind", "issuer", "edition", "edition_on", "kept_at", "source", "owner", "check_months"),
    *("next_review_on", "needed_for", "system", "supplier", "about"),
)


class SystemField(RecordField):
    """AI systems of one organisation that are planned or in use; none may be chosen."""

    def __init__(self, organisation: Organisation, **kwargs: Any) -> None:
        """Cut the choices to the organisation."""
        kwargs.setdefault("required", False)
        kwargs.setdefault("label", _("AI system"))
        kwargs.setdefault("empty_label", _("No AI system"))
        super().__init__(queryset=AISystem.objects.of(organisation).current().order_by("name", "number"), **kwargs)


class ExternalFields(PlainForm):
    """What is known about an external document."""

    title = Line(label=_("Title"))
    kind = forms.ChoiceField(label=_("Kind"), choices=ExternalKind.choices)
    issuer = Line(label=_("Issued by"), help_text=_("For example: the supplier, or the body that makes the law."))
    edition = Line(label=_("Edition in use"), help_text=_("A version, number or year that tells it from the next one."))
    edition_on = Day(label=_("Date of the edition"), required=False)
    kept_at = Line(
        label=_("Where it is"),
        max_length=500,
        required=False,
        help_text=_("A link, or the place where the edition in use lies. A file is added as evidence on its page."),
    )
    source = Line(
        label=_("Where new editions appear"),
        max_length=500,
        required=False,
        help_text=_("The address that the watcher looks at."),
    )
    check_months = Whole(label=_("Checked every (months)"), min_value=1, max_value=MOST_MONTHS)
    next_review_on = Day(label=_("Next check"), required=False)
    needed_for = MetByField(label=_("Clauses and controls that depend on it"))
    about = Prose(label=_("What depends on it"), max_length=2000, rows=2, required=False)


class NewExternalForm(ExternalFields, NewForm):
    """A document from outside that is registered."""

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Cut watchers, AI systems and suppliers to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["owner"] = MemberField(organisation, label=_("Watcher"), empty_label=_("Nobody yet"))
        self.fields["system"] = SystemField(organisation)
        self.fields["supplier"] = SupplierField(organisation)
        self.order_fields(_ORDER)


class EditExternalForm(ExternalFields, VersionedForm):
    """Corrections to what is known about an external document."""

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Cut AI systems and suppliers to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["system"] = SystemField(organisation)
        self.fields["supplier"] = SupplierField(organisation)
        self.order_fields(_ORDER)


class CheckForm(VersionedForm):
    """What a check at the source found."""

    on = Day(label=_("Checked on"))
    result = forms.ChoiceField(
        label=_("Result"), choices=[one for one in CheckResult.choices if one[0] != CheckResult.NONE]
    )
    edition = Line(label=_("New edition"), required=False, help_text=_("Only where there is a new one."))
    edition_on = Day(label=_("Date of the new edition"), required=False)
    note = Prose(
        label=_("What changes"),
        max_length=2000,
        rows=2,
        required=False,
        help_text=_("What a new edition changes for you, or what took its place."),
    )
    next_on = Day(label=_("Next check"))
