"""Forms about AIMS roles: text in, typed values out."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.competence.models.role import DeputyRule
from waymark.competence.starter import StarterRole
from waymark.core.forms import Day, Line, NewForm, PlainForm, Prose, VersionedForm
from waymark.people.member_field import MemberField
from waymark.people.readers import Reader


class AimsRoleFields(PlainForm):
    """What is known about a role."""

    title = Line(label=_("Title"))
    purpose = Prose(label=_("Purpose"), max_length=1000, rows=2)
    responsibilities = Prose(
        label=_("Responsibilities"), max_length=4000, rows=6, required=False, help_text=_("One on each line.")
    )
    authorities = Prose(
        label=_("Authorities"), max_length=4000, rows=4, required=False, help_text=_("One on each line.")
    )
    only_one = forms.BooleanField(label=_("One holder at a time"), required=False)
    deputy_rule = forms.ChoiceField(
        label=_("While a holder is absent"), choices=DeputyRule.choices, initial=DeputyRule.NONE
    )
    deputy_may = Prose(label=_("A deputy may"), max_length=2000, rows=2, required=False)
    deputy_may_not = Prose(label=_("A deputy may not"), max_length=2000, rows=2, required=False)


class NewAimsRoleForm(AimsRoleFields, NewForm):
    """A role of the organisation's own."""


class EditAimsRoleForm(AimsRoleFields, VersionedForm):
    """Changes to what is known about a role."""


class AssignForm(VersionedForm):
    """Who gets the role, from which day, and who decided it."""

    field_order = ("member", "is_deputy", "held_from", "decider", "mitigation")
    is_deputy = forms.BooleanField(label=_("As deputy"), required=False)
    held_from = Day(label=_("Since"))
    mitigation = Prose(
        label=_("What is done instead"),
        max_length=2000,
        rows=2,
        required=False,
        help_text=_("For two roles that are better kept apart: who else checks."),
    )

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        """Cut members to the organisation."""
        super().__init__(*args, **kwargs)
        organisation = reader.organisation
        self.fields["member"] = MemberField(
            organisation, required=True, label=_("Member"), empty_label=_("Choose a member")
        )
        self.fields["decider"] = MemberField(organisation, label=_("Decided by"), empty_label=_("Not set"))
        # The same members, read once for both fields.
        self.fields["decider"].choices = lambda: [("", _("Not set")), *list(self.fields["member"].choices)[1:]]  # type: ignore[attr-defined]
        self.order_fields(self.field_order)


class EndForm(VersionedForm):
    """Until which day somebody holds the role."""

    field_order = ("member", "held_until", "reason")
    held_until = Day(label=_("Last day"))
    reason = Line(label=_("Reason"), max_length=300, required=False)

    def __init__(self, *args: Any, reader: Reader, holders: Mapping[int, str], **kwargs: Any) -> None:
        """Offer those who hold it."""
        super().__init__(*args, **kwargs)
        self.fields["member"] = MemberField(
            reader.organisation,
            able=lambda one: one.pk in holders,
            required=True,
            label=_("Member"),
        )
        self.fields["member"].choices = [("", _("Choose a member")), *holders.items()]  # type: ignore[attr-defined]
        self.order_fields(self.field_order)


class ProposalsField(forms.MultipleChoiceField):
    """Some of the proposed roles, by their ids."""

    described: ClassVar = {
        "type": "array",
        "items": {"type": "string"},
        "description": "Ids of proposed roles, such as risk_manager.",
    }


class AdoptForm(PlainForm):
    """Which of the proposed roles the organisation adopts. None is preselected."""

    roles = ProposalsField(
        label=_("Roles to adopt"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Select at least one role.")},
    )

    def __init__(self, *args: Any, offered: list[StarterRole], **kwargs: Any) -> None:
        """Offer the proposals that are left."""
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = [(one.id, one.title) for one in offered]  # type: ignore[attr-defined]
