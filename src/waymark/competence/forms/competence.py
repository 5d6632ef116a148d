"""Forms about what roles need: text in, typed values out."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.competence.models.competence import ProofKind
from waymark.competence.models.role import AimsRole
from waymark.core.forms import Line, NewForm, PlainForm, VersionedForm, Whole
from waymark.core.references import number_in
from waymark.people.models.organisation import Organisation

MOST_MONTHS = 120


class RoleChoice(forms.ChoiceField):
    """A role in use of one organisation, by its number."""

    described: ClassVar = {"type": "string", "description": "Number of an AIMS role in use, such as 3."}

    def __init__(self, organisation: Organisation, **kwargs: Any) -> None:
        """Cut the choices to the organisation."""
        super().__init__(label=_("AIMS role"), **kwargs)
        self.organisation = organisation
        rows = AimsRole.objects.of(organisation).active().order_by("title", "number")
        self.choices = [("", _("Choose a role")), *((str(one.number), one.title) for one in rows)]

    def clean(self, value: Any) -> Any:
        """Return the role."""
        number = int(super().clean(value))
        rows = AimsRole.objects.of(self.organisation).active()
        return rows.select_related("organisation").get(number=number)

    def to_python(self, value: Any) -> str:
        """Return the number of a reference, so that ROLE-3 is as good as 3."""
        number = number_in(str(value), AimsRole.prefix)
        return str(value or "") if number is None else str(number)


class KindsOfProof(forms.MultipleChoiceField):
    """The kinds of proof that are accepted."""

    described: ClassVar = {"type": "array", "items": {"type": "string", "enum": ProofKind.values}}


class CompetenceFields(PlainForm):
    """What is known about a competence."""

    title = Line(label=_("Competence"), max_length=300, help_text=_("What a holder of the role is able to do."))
    proofs = KindsOfProof(label=_("Accepted proofs"), choices=ProofKind.choices, widget=forms.CheckboxSelectMultiple)
    needs_all = forms.BooleanField(label=_("All of these proofs are needed, not only one"), required=False)
    renewal_months = Whole(
        label=_("Renewed after months"),
        required=False,
        min_value=1,
        max_value=MOST_MONTHS,
        help_text=_("Empty: shown once, and looked at again when the role changes."),
    )


class NewCompetenceForm(CompetenceFields, NewForm):
    """A competence that a role needs."""

    field_order = ("role", "title", "proofs", "needs_all", "renewal_months")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Cut roles to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["role"] = RoleChoice(organisation)
        self.order_fields(self.field_order)


class EditCompetenceForm(CompetenceFields, VersionedForm):
    """Changes to what is known about a competence."""
