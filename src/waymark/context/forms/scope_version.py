"""Forms about the scope statement: text in, typed values out."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.context.inventory.words import role_choices
from waymark.context.models.factor import Factor
from waymark.context.models.need import Need, NeedState
from waymark.context.models.scope_version import ScopeVersion
from waymark.context.models.site import Site
from waymark.context.models.system import AISystem
from waymark.context.scope_approval import may_approve
from waymark.context.scope_content import LONGEST, PARTS
from waymark.core.forms import Day, Line, NewForm, PlainForm, Prose, VersionedForm, Whole
from waymark.core.references import number_in
from waymark.people.member_field import MemberField
from waymark.people.models.organisation import Organisation
from waymark.signing.models.rules import SigningRules

_PART_NAMES: Final = (_("Activities"), _("Interfaces"), _("Outside the scope"), _("AI systems outside the scope"))


def _number(text: str, prefix: str) -> int | None:
    """Return the number of a record that is called SYS-3 or 3."""
    found = number_in(text, prefix)
    return number_in(f"{prefix}-{text}", prefix) if found is None else found


class NumbersField(forms.MultipleChoiceField):
    """Records of one kind by their numbers; whether each is there and in use, the act says."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, prefix: str, label: Any) -> None:
        """Take numbers and references alike; none may be given."""
        super().__init__(required=False, label=label)
        self.prefix = prefix
        self.described = {
            "type": "array",
            "items": {"type": "string"},
            "description": f"Numbers, such as 3 or {prefix}-3.",
        }

    def offer(self, records: Iterable[Any], kept: Iterable[dict[str, Any]]) -> None:
        """Offer records that are in use, and those that are named already."""
        offered = {one["number"]: one["title"] for one in kept} | {one.number: str(one) for one in records}
        self.choices = [(str(number), f"{self.prefix}-{number} {offered[number]}") for number in sorted(offered)]
        if not offered:
            self.help_text = _("None is recorded yet.")

    def to_python(self, value: Any) -> list[str]:
        """Return the numbers as texts, each once."""
        given = [one for one in value.split(",") if one.strip()] if isinstance(value, str) else value
        texts = [str(one).strip() for one in super().to_python(given)]
        numbers = [(_number(one, self.prefix), one) for one in texts]
        return list(dict.fromkeys(one if number is None else str(number) for number, one in numbers))

    def valid_value(self, value: str) -> bool:
        """Return whether it is a number at all."""
        return _number(value, self.prefix) is not None

    def clean(self, value: Any) -> Any:
        """Return the numbers."""
        return [int(one) for one in super().clean(value)]


class NumberField(forms.ChoiceField):
    """One record by its number, or none where that is offered."""

    def __init__(self, prefix: str, **kwargs: Any) -> None:
        """Take a number and a reference alike."""
        super().__init__(**kwargs)
        self.prefix = prefix
        self.described = {"type": "string", "description": f"Number, such as 3 or {prefix}-3; empty for none."}

    def offer(self, records: Iterable[Any], empty: str | Promise) -> None:
        """Offer records that are in use."""
        shown = [(str(one.number), f"{one.reference} {one}") for one in records]
        self.choices = [("", empty), *shown]

    def to_python(self, value: Any) -> str:
        """Return the number as text."""
        text = super().to_python(value).strip()
        found = _number(text, self.prefix)
        return text if found is None else str(found)

    def valid_value(self, value: str) -> bool:
        """Return whether it is a number at all."""
        return _number(value, self.prefix) is not None

    def clean(self, value: Any) -> Any:
        """Return the number, or None."""
        text = super().clean(value)
        return int(text) if text else None


class _Heading(PlainForm):
    version_number = Line(label=_("Version"), max_length=8, help_text=_("For example: 1.1."))
    reason = Prose(
        label=_("Reason for the version"),
        max_length=2000,
        rows=2,
        required=False,
        help_text=_("Needed from the second version on."),
    )
    summary = Prose(label=_("What changed"), max_length=2000, rows=2, required=False)


class NewScopeVersionForm(_Heading, NewForm):
    """A new version; it starts from the one before it."""

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Cut owners to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["owner"] = MemberField(organisation)


class EditScopeVersionForm(_Heading, VersionedForm):
    """The number and the wording of a version."""

    units = Prose(
        label=_("Units"), max_length=4000, rows=4, required=False, help_text=_("Units inside the scope, one a line.")
    )
    sentence = Prose(
        label=_("Sentence for the certificate"),
        max_length=4000,
        rows=4,
        required=False,
        help_text=_("Two or three sentences: who does what, with which AI, where."),
    )


class CoverForm(VersionedForm):
    """Which sites and AI systems a version covers."""

    sites = NumbersField(Site.prefix, _("Sites"))
    systems = NumbersField(AISystem.prefix, _("AI systems"))

    def __init__(self, *args: Any, scope: ScopeVersion, **kwargs: Any) -> None:
        """Offer what is in use, and what is named already."""
        super().__init__(*args, **kwargs)
        organisation = scope.organisation
        self.fields["sites"].offer(Site.objects.of(organisation).active(), scope.sites)  # type: ignore[attr-defined]
        self.fields["systems"].offer(AISystem.objects.of(organisation).current(), scope.systems)  # type: ignore[attr-defined]


class ConsiderForm(VersionedForm):
    """Which factors and needs shaped a version, and how (4.1, 4.2)."""

    factors = NumbersField(Factor.prefix, _("Factors considered"))
    needs = NumbersField(Need.prefix, _("Needs considered"))
    considered = Prose(label=_("How context and parties were considered"), max_length=4000, rows=4, required=False)

    def __init__(self, *args: Any, scope: ScopeVersion, **kwargs: Any) -> None:
        """Offer what is in use, and what is named already."""
        super().__init__(*args, **kwargs)
        organisation = scope.organisation
        needs = Need.objects.of(organisation).of_parties_in_use().exclude(state=NeedState.DECLINED)
        self.fields["factors"].offer(Factor.objects.of(organisation).active(), scope.factors)  # type: ignore[attr-defined]
        self.fields["needs"].offer(needs, scope.needs)  # type: ignore[attr-defined]


class _RowForm(VersionedForm):
    row = Whole(
        label=_("Row to change; without it a row is added"),
        required=False,
        min_value=1,
        max_value=1000,
        widget=forms.HiddenInput,
    )


class ActivityForm(_RowForm):
    """An activity with the role and the site."""

    activity = Line(label=_("Activity"), max_length=LONGEST)
    ai_role = forms.ChoiceField(label=_("AI role"), choices=[("", _("Not set")), *role_choices()], required=False)
    site = NumberField(Site.prefix, label=_("Site"), required=False)
    field_order = ("activity", "ai_role", "site", "row")

    def __init__(self, *args: Any, scope: ScopeVersion, **kwargs: Any) -> None:
        """Offer the sites in use."""
        super().__init__(*args, **kwargs)
        sites = Site.objects.of(scope.organisation).active().order_by("number")
        self.fields["site"].offer(sites, _("All sites"))  # type: ignore[attr-defined]


class InterfaceForm(_RowForm):
    """A border to others: with whom, what passes, where that is agreed."""

    party = Line(label=_("With whom"), max_length=LONGEST)
    what = Line(label=_("What passes"), max_length=LONGEST)
    agreed_in = Line(label=_("Agreed in"), max_length=LONGEST, required=False)
    field_order = ("party", "what", "agreed_in", "row")


class OutsideForm(_RowForm):
    """What lies outside, and why."""

    what = Line(label=_("What lies outside"), max_length=LONGEST)
    reason = Line(label=_("Reason"), max_length=LONGEST)
    field_order = ("what", "reason", "row")


class OutsideSystemForm(VersionedForm):
    """An AI system that lies outside, and why."""

    system = NumberField(AISystem.prefix, label=_("AI system"))
    reason = Line(label=_("Reason"), max_length=LONGEST)

    def __init__(self, *args: Any, scope: ScopeVersion, **kwargs: Any) -> None:
        """Offer the systems of the inventory."""
        super().__init__(*args, **kwargs)
        systems = AISystem.objects.of(scope.organisation).current().order_by("number")
        self.fields["system"].offer(systems, _("Choose a system"))  # type: ignore[attr-defined]


class RemoveRowForm(VersionedForm):
    """Which row of which part goes."""

    part = forms.ChoiceField(label=_("Part"), choices=list(zip(PARTS, _PART_NAMES, strict=True)))
    row = Whole(label=_("Row"), min_value=1, max_value=1000)


class RequestApprovalForm(VersionedForm):
    """Who is asked to approve a version, by when, and from when it is to hold."""

    field_order = ("signer", "due_on", "wanted_from", "next_review_on", "note")
    due_on = Day(label=_("Due"))
    wanted_from = Day(label=_("Takes effect on"), required=False, help_text=_("Empty: on the day of the approval."))
    next_review_on = Day(label=_("Next review"))
    note = Prose(label=_("Note to the approver"), max_length=2000, rows=2, required=False)

    def __init__(self, *args: Any, scope: ScopeVersion, **kwargs: Any) -> None:
        """Offer those who may approve."""
        super().__init__(*args, **kwargs)
        rules = SigningRules.objects.in_force(scope.organisation)
        self.fields["signer"] = MemberField(
            scope.organisation,
            able=lambda one: one.has_sign_in and may_approve(one, rules),
            required=True,
            label=_("Approver"),
            empty_label=_("Choose an approver"),
        )
        self.order_fields(self.field_order)


class RecordApprovalForm(VersionedForm):
    """An approval that was given outside this product."""

    approver = Line(label=_("Approved by"))
    approved_on = Day(label=_("Approved on"))
    evidence = Line(
        label=_("Where the approval can be seen"),
        max_length=500,
        help_text=_("For example: signed PDF, minutes, EV-12. Link the file itself as evidence."),
    )
    effective_from = Day(label=_("Effective from"))
    next_review_on = Day(label=_("Next review"))


class EffectForm(VersionedForm):
    """Nothing to type: the version takes effect today."""


class OnDayForm(PlainForm):
    """Which day is asked about; today where none is given."""

    on = Day(label=_("Day"), required=False)
