"""Forms of the gap assessment: text in, typed values out."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from waymark.catalogue.outline import OutlinePoint, OutlineRequirement
from waymark.conformity.ratings import Rating, RatingInput
from waymark.conformity.scale import REASON_LEAST, Exclusion, Severity, Verdict
from waymark.core.forms import Day, Line, NewForm, PlainForm, Prose, Whole
from waymark.core.references import key_in
from waymark.people.member_field import MemberField
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation

_SEVERITIES = [("", _("As suggested")), *Severity.choices]


_CODES = [("", _("Choose a reason code")), *Exclusion.choices]
_BESIDE = frozenset({"base_revision", "confirms"})


class RatingForm(PlainForm):
    """What somebody says about a point; `base_revision` is the one that was on their screen."""

    verdict = forms.ChoiceField(choices=Verdict.choices, label=_("Verdict"))
    finding = Prose(required=False, label=_("Finding"), rows=2)
    evidence = Prose(required=False, max_length=2000, label=_("Evidence"), rows=1)
    severity = forms.TypedChoiceField(
        choices=_SEVERITIES, coerce=int, empty_value=None, required=False, label=_("Severity")
    )
    action = Prose(required=False, max_length=2000, label=_("Action"), rows=1)
    target_on = Day(required=False, label=_("Due"))
    base_revision = Whole(min_value=0, max_value=100_000)
    confirms = forms.BooleanField(required=False, label=_("Looked at again"))

    def rating_input(self) -> RatingInput:
        """Return the typed opinion of a valid form."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in _BESIDE}
        return RatingInput(**values)

    def rating_of(self, point: OutlinePoint) -> Rating:
        """Return the same as an opinion on a point."""
        return Rating(
            point,
            self.rating_input(),
            self.cleaned_data["base_revision"],
            confirms=self.cleaned_data["confirms"],
        )


class CarryOverForm(PlainForm):
    """To which edition the organisation goes over: the one whose preview was read."""

    edition = forms.CharField(max_length=64, widget=forms.HiddenInput, label=_("Edition"))


class WholeForm(PlainForm):
    """One verdict for all points of a requirement or a clause; points that have a rating are kept unless asked."""

    verdict = forms.ChoiceField(
        choices=[choice for choice in Verdict.choices if choice[0] != Verdict.NOT_APPLICABLE],
        label=_("Verdict"),
    )
    finding = Prose(required=False, label=_("Finding"), rows=2)
    rated_too = forms.BooleanField(required=False, label=_("Also points that are already rated"))
    newest_known = Whole(min_value=0, label=_("Newest rating on the screen"))


class ExclusionForm(PlainForm):
    """Why a control is not applicable in a round: a reason code and a reason."""

    reason_code = forms.ChoiceField(choices=_CODES, label=_("Reason code"))
    reason = Prose(
        max_length=2000,
        label=_("Reason"),
        rows=3,
        help_text=_("At least %(least)d characters; “not applicable” alone is no reason.") % {"least": REASON_LEAST},
    )
    newest_known = Whole(min_value=0, widget=forms.HiddenInput, label=_("Newest rating on the screen"))


class UndoForm(PlainForm):
    """Which act is undone, by any one of its judgements."""

    judgement = Whole(min_value=1, label=_("Rating"))


class OpeningForm(NewForm):
    """A new round: its title, its first day and the controls it covers."""

    title = Line(max_length=120, label=_("Title"))
    started_on = Day(label=_("First day"))
    controls = forms.MultipleChoiceField(
        required=False, label=_("Annex A controls"), widget=forms.CheckboxSelectMultiple
    )

    excluded = forms.MultipleChoiceField(
        required=False, label=_("Exclude again, for the same reason"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        controls: Sequence[OutlineRequirement],
        excluded: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        """Offer the controls of the framework, and those that the round before excluded, with the reason."""
        super().__init__(*args, **kwargs)
        choices = [(one.ref, f"{one.ref} {one.title}") for one in controls]
        self.fields["controls"].choices = choices  # type: ignore[attr-defined]  # a choice field, as declared
        self.fields["excluded"].choices = excluded  # type: ignore[attr-defined]  # as above


class ClosingForm(PlainForm):
    """Closing a round: the reason if points are unrated, and the version that was on the screen."""

    reason = Prose(
        required=False,
        max_length=2000,
        label=_("Reason for unrated points"),
        rows=3,
        help_text=_("At least %(least)d characters; shown with the round.") % {"least": REASON_LEAST},
    )
    version = Whole(min_value=1, widget=forms.HiddenInput)


class ReportTextForm(PlainForm):
    """What a person writes about a round for its report; what stays empty prints as not stated."""

    objective = Prose(required=False, max_length=4000, rows=2, label=_("Objective"))
    scope = Prose(
        required=False,
        max_length=4000,
        rows=3,
        label=_("Scope"),
        help_text=_("Units, sites and AI systems that were looked at."),
    )
    method = Prose(
        required=False,
        max_length=4000,
        rows=3,
        label=_("Method"),
        help_text=_("How you assessed: interviews, documents read, observation, tools."),
    )
    people_met = Prose(
        required=False,
        max_length=4000,
        rows=3,
        label=_("People met, by role"),
        help_text=_("Roles and days, no names."),
    )
    samples = Prose(
        required=False,
        max_length=4000,
        rows=3,
        label=_("Samples"),
        help_text=_("How many of what were looked at, out of how many, and how they were chosen."),
    )
    limits = Prose(
        required=False,
        max_length=4000,
        rows=3,
        label=_("Limits"),
        help_text=_("What was not looked at, and what the samples leave uncertain."),
    )
    conclusion = Prose(
        required=False, max_length=4000, rows=4, label=_("Conclusion"), help_text=_("In your own words.")
    )
    version = Whole(min_value=1, widget=forms.HiddenInput)


class AssignmentForm(PlainForm):
    """Owner and due date of one requirement."""

    due_on = Day(required=False, label=_("Due"))
    version = Whole(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Cut owners to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields = {"owner": MemberField(organisation), **self.fields}


class ApplicabilityForm(PlainForm):
    """Whether a control is chosen; leaving it out needs a reason (6.1.3)."""

    left_out = forms.TypedChoiceField(
        choices=[("no", _("Included")), ("yes", _("Excluded"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        label=_("Applicability"),
    )
    reason_code = forms.ChoiceField(
        choices=_CODES, required=False, label=_("Reason code"), help_text=_("Required to exclude it.")
    )
    reason = Prose(
        required=False,
        max_length=2000,
        label=_("Reason for exclusion"),
        rows=2,
        help_text=_("Required to exclude it, at least %(least)d characters.") % {"least": REASON_LEAST},
    )
    version = Whole(min_value=1, widget=forms.HiddenInput)


class OwnersForm(PlainForm):
    """One owner for each clause or area; an empty choice leaves its requirements as they are."""

    also_owned = forms.BooleanField(required=False, label=_("Also requirements that already have an owner"))

    def __init__(
        self, *args: Any, organisation: Organisation, groups: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        """Add one owner field per clause and area."""
        super().__init__(*args, **kwargs)
        members = list(Member.objects.of(organisation).active().by_name())
        choices = [
            ("", _("No change")),
            *((str(one.pk), f"{one.name} · {one.post}" if one.post else one.name) for one in members),
        ]
        self._members = {str(one.pk): one for one in members}
        for ref, title in groups:
            self.fields[f"group-{ref}"] = forms.ChoiceField(choices=choices, required=False, label=f"{ref} {title}")

    def owners(self) -> dict[str, Member]:
        """Return the chosen member by clause or area."""
        return {
            name.removeprefix("group-"): self._members[value]
            for name, value in self.cleaned_data.items()
            if name.startswith("group-") and value
        }


class GapTasksForm(PlainForm):
    """Which gaps become tasks, and who owns those without a suggested owner.

    A point that is no gap of the round, or has its task already, is left out by the act.
    """

    chosen = forms.TypedMultipleChoiceField(
        coerce=int, label=_("Gaps"), error_messages={"required": _("Select at least one gap.")}
    )

    matching = Whole(required=False, min_value=1, label=_("All gaps"))

    def __init__(self, *args: Any, organisation: Organisation, gaps: Collection[int], **kwargs: Any) -> None:
        """Cut owners to the organisation; any whole number may name a point, since only gaps are looked up.

        `gaps` are the points of all gaps without a task: `matching` chooses them, if they are as many as it says.
        """
        super().__init__(*args, **kwargs)
        self.gaps = gaps
        given = self.data.getlist("chosen") if hasattr(self.data, "getlist") else []
        numbers = [one for one in given if key_in(one) is not None]
        self.fields["chosen"].choices = [(one, one) for one in numbers]  # type: ignore[attr-defined]  # as declared
        self.fields["chosen"].required = not self.data.get("matching")
        self.fields["owner"] = MemberField(organisation, label=_("Owner for gaps without one"))

    def clean(self) -> dict[str, Any]:
        """Choose all gaps where that was asked for; other gaps than somebody was shown are chosen by nobody."""
        cleaned = super().clean()
        if cleaned.pop("matching", None) not in (None, len(self.gaps)):
            message = _("The number of gaps has changed since you selected them all. Check the list and try again.")
            self.add_error("matching", ValidationError(message, code="other-number"))
        elif self.data.get("matching"):
            cleaned["chosen"] = list(self.gaps)
        return cleaned
