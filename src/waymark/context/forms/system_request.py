"""Forms about requests for AI systems: text in, typed values out."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.context.form_fields import SupplierField
from waymark.context.models.system import AISystem
from waymark.context.models.system_request import SystemRequest
from waymark.context.request_choices import AboutPeople, Maker, Matters, Stands
from waymark.context.system_choices import Effect, Origin, PersonalData
from waymark.core.forms import Day, Line, NewForm, Prose, VersionedForm
from waymark.people.member_field import MemberField
from waymark.people.models.organisation import Organisation
from waymark.records.record_field import RecordField

SYSTEM: Final = {"type": "integer", "description": "Number of the AI system; null for none."}
CLAIMED: Final = ("origin", "personal_data", "decision_effect", "live_on")
"""Fields of the inventory that a claim is about, beside those that it fills."""
REQUEST: Final = {"type": "integer", "description": "Number of the other request; null for none."}


def _radio(label: Any, choices: Any, help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, help_text=help_text)


class ProposeForm(NewForm):
    """The five-minute request; anyone can answer it, and whoever takes it in decides what is so."""

    name = Line(label=_("What is it called?"))
    purpose = Prose(
        label=_("What is it, or should it be, used for?"),
        max_length=2000,
        rows=2,
        help_text=_("One or two sentences; what work or decision does it help with?"),
    )
    users = Line(label=_("Who works with it?"), max_length=500)
    maker = _radio(_("Who makes or supplies it?"), Maker.choices)
    supplier_name = Line(label=_("Which supplier or product?"), required=False)
    about_people = _radio(_("Do data about people go in or come out?"), AboutPeople.choices)
    matters = _radio(_("Does the result matter to people outside the team?"), Matters.choices)
    stands = _radio(
        _("Where does it stand?"),
        Stands.choices,
        _(
            "An honest answer has no bad consequences: a use that already goes on is added to the inventory like any "
            "other."
        ),
    )
    begins = Line(label=_("When would you like to start, or since when is it used?"), required=False)
    more = Prose(label=_("Anything else we should know?"), max_length=2000, rows=2, required=False)
    found_by = Line(
        label=_("Imported from"), required=False, help_text=_("Only where a tool found it, such as a list of licences.")
    )


class QuestionForm(VersionedForm):
    """What else has to be known."""

    question = Prose(label=_("Question"), max_length=2000, rows=2)


class AnswerForm(VersionedForm):
    """The answer to the question."""

    answer = Prose(label=_("Answer"), max_length=2000, rows=2)


class TakeInForm(VersionedForm):
    """What the inventory says; the claims of the request stand beside it."""

    name = Line(label=_("Name"))
    purpose = Prose(label=_("Purpose"), max_length=2000, rows=2)
    users = Prose(label=_("Users and their skill"), max_length=2000, rows=2, required=False)
    unit = Line(label=_("Unit or team"), required=False)
    origin = forms.ChoiceField(label=_("Origin"), choices=Origin.choices, initial=Origin.OPEN)
    personal_data = forms.ChoiceField(label=_("Personal data"), choices=PersonalData.choices, initial=PersonalData.OPEN)
    decision_effect = forms.ChoiceField(label=_("Weight of the result"), choices=Effect.choices, initial=Effect.OPEN)
    live_on = Day(label=_("In use since"), required=False)

    field_order = ("name", "purpose", "users", "owner", "unit", "supplier", *CLAIMED)

    def __init__(
        self, *args: Any, organisation: Organisation, claims: Mapping[str, str] = MappingProxyType({}), **kwargs: Any
    ) -> None:
        """Cut owners and suppliers to the organisation, and put each claim beside the field that it is about."""
        super().__init__(*args, **kwargs)
        self.fields["owner"] = MemberField(organisation)
        self.fields["supplier"] = SupplierField(organisation)
        for name, claim in claims.items():
            self.fields[name].help_text = _("Claimed: %(claim)s") % {"claim": claim}
        self.order_fields(self.field_order)


class MergeForm(VersionedForm):
    """Which system of the inventory it is about, or which request says the same."""

    reason = Prose(label=_("Reason"), max_length=2000, rows=2, required=False)

    field_order = ("system", "request", "reason")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Cut systems and requests to the organisation."""
        super().__init__(*args, **kwargs)
        systems = AISystem.objects.of(organisation).current().order_by("name", "number")
        requests = SystemRequest.objects.of(organisation).open().newest_first()
        nothing: dict[str, Any] = {"required": False, "empty_label": _("None")}
        self.fields["system"] = RecordField(queryset=systems, label=_("AI system"), **nothing)
        self.fields["request"] = RecordField(queryset=requests, label=_("Other request"), **nothing)
        self.order_fields(self.field_order)
