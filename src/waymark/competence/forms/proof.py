"""Forms about proofs of competence: text in, typed values out."""

from collections import defaultdict
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.competence.models.competence import Competence, ProofKind
from waymark.core.forms import Day, Line, NewForm, PlainForm, VersionedForm
from waymark.core.references import number_in
from waymark.people.member_field import MemberField
from waymark.people.models.organisation import Organisation


class CompetenceChoice(forms.ChoiceField):
    """A competence that is needed, by its number, under the role that needs it."""

    described: ClassVar = {"type": "string", "description": "Number of a competence that a role in use needs."}

    def __init__(self, organisation: Organisation, **kwargs: Any) -> None:
        """Cut the choices to the organisation."""
        super().__init__(label=_("Competence"), **kwargs)
        self.organisation = organisation
        groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
        needed = Competence.objects.of(organisation).needed().select_related("role")
        for one in needed.order_by("role__title", "number"):
            groups[one.role.title].append((str(one.number), f"{one.reference} {one.title}"))
        self.choices = [("", _("Choose a competence")), *groups.items()]

    def clean(self, value: Any) -> Any:
        """Return the competence."""
        number = int(super().clean(value))
        rows = Competence.objects.of(self.organisation).needed()
        return rows.select_related("organisation", "role").get(number=number)

    def to_python(self, value: Any) -> str:
        """Return the number of a reference, so that COMP-3 is as good as 3."""
        number = number_in(str(value), Competence.prefix)
        return str(value or "") if number is None else str(number)


class ProofFields(PlainForm):
    """What is known about a proof."""

    kind = forms.ChoiceField(label=_("Kind of proof"), choices=ProofKind.choices)
    title = Line(label=_("What it is"), max_length=300, help_text=_("For example: the certificate and its number."))
    shown_on = Day(label=_("Shown on"))
    valid_until = Day(
        label=_("Valid until"),
        required=False,
        help_text=_("Empty: follows from the months after which the competence is renewed."),
    )
    confirmed_by = Line(label=_("Confirmed by"), max_length=200, help_text=_("A person or a body, never the member."))


class NewProofForm(ProofFields, NewForm):
    """A proof of one competence of one member."""

    field_order = ("person", "competence", "kind", "title", "shown_on", "valid_until", "confirmed_by", "owner")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Cut members and competences to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["person"] = MemberField(
            organisation, required=True, label=_("Member"), empty_label=_("Choose a member")
        )
        self.fields["competence"] = CompetenceChoice(organisation)
        self.fields["owner"] = MemberField(organisation)
        self.order_fields(self.field_order)


class EditProofForm(ProofFields, VersionedForm):
    """Corrections to what is known about a proof."""
