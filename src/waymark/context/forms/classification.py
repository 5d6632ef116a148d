"""Forms about the legal class of a system: the questions of the law, and one duty."""

from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.context.form_fields import Picks
from waymark.context.law.act import LawQuestion
from waymark.context.law.classifying import NO, NONE, UNSURE, YES
from waymark.context.law.reading import current_law
from waymark.context.system_choices import DutyState
from waymark.core.forms import Day, Prose, VersionedForm
from waymark.people.member_field import MemberField
from waymark.people.models.organisation import Organisation

ASKED: Final = (
    *("q-ai-system", "q-eu-link", "q-exclusion", "q-prohibited", "q-annex-i-act", "q-annex-i-safety"),
    *("q-annex-i-third-party", "q-annex-iii", "q-profiling", "q-exception-condition", "q-exception-risk"),
    "q-transparency",
)
"""The questions in the order of the law; roles are those of the system, and grace rules are not asked."""
_YES_NO: Final[list[tuple[str, str | Promise]]] = [
    (YES, _("Yes")),
    (NO, _("No")),
    (UNSURE, _("Not known: the strict answer counts")),
]


def field_of(question: str) -> str:
    """Return the name of the field of a question."""
    return question.replace("-", "_")


def _field(one: LawQuestion) -> forms.Field:
    label = f"{one.ask} ({one.article})"
    if not one.listed:
        return forms.ChoiceField(
            label=label, choices=_YES_NO, widget=forms.RadioSelect, required=False, help_text=one.help
        )
    found: list[tuple[str, str | Promise]] = [
        (text.id, f"{text.article} {text.name}: {text.text}" if text.name else f"{text.article} {text.text}")
        for text in current_law().lists[one.listed]
    ]
    return Picks(
        label=label,
        choices=[(NONE, _("None of these")), (UNSURE, _("Not known: the strict answer counts")), *found],
        help_text=one.help,
    )


class ClassifyForm(VersionedForm):
    """The questions that decide the class of one use of AI, whether or not each is reached."""

    is_public = forms.BooleanField(
        label=_("We are a public body, or provide public services with it (Art. 27)"), required=False
    )
    reason = Prose(label=_("Grounds"), max_length=4000, rows=3, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put the questions in their order."""
        super().__init__(*args, **kwargs)
        self.order_fields([*(field_of(one) for one in ASKED), "is_public", "reason"])

    def clean(self) -> dict[str, Any]:
        """Return the answers by question; none of these stands alone."""
        typed = super().clean()
        answers: dict[str, Any] = {}
        for one in ASKED:
            given = typed.get(field_of(one)) or []
            picked = [given] if isinstance(given, str) else list(given)
            if NONE in picked and len(picked) > 1:
                self.add_error(field_of(one), _("Choose “None of these” alone, or what holds."))
            answers[one] = picked
        known: dict[str, Any] = {name: typed[name] for name in ("is_public", "reason", "version") if name in typed}
        return {"answers": answers, **known}


for _one in ASKED:
    ClassifyForm.base_fields[field_of(_one)] = _field(current_law().question(_one))


class DutyForm(VersionedForm):
    """Who answers for one duty, by when, and whether it is met."""

    duty = forms.ChoiceField(label=_("Duty"), choices=[(one.id, one.article) for one in current_law().duties])
    due_on = Day(label=_("Due"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=DutyState.choices)
    note = Prose(label=_("Note"), max_length=2000, rows=2, required=False)

    field_order = ("duty", "owner", "due_on", "state", "note")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Cut owners to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["owner"] = MemberField(organisation)
        self.order_fields(self.field_order)
