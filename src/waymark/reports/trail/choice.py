"""What a reader of the trail looks for: who, what, when, and which record."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from waymark.core.form_words import OwnWords
from waymark.core.forms import Day, Line, Whole
from waymark.core.references import key_in
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.records.kinds import find, kind_called, kinds
from waymark.reports.trail.clauses import about_clause, is_taken_up
from waymark.trail.as_of import end_of
from waymark.trail.models import Entry, EntryQuerySet
from waymark.trail.words import known_events

LAST = 2**63 - 1
"""The greatest number a place in a chain, or any key, can be."""
CONSOLE, OUTSIDE = "console", "outside"
_CLAUSE = re.compile(r"(A\.\d+|\d+\.\d+)(\.\d+)*(-\d+)?", re.ASCII | re.IGNORECASE)
NAMES = ("who", "event", "kind", "reference", "since", "until")


class TrailFilterForm(OwnWords, forms.Form):
    """What to show; anything else in the address is ignored. `before` and `after` are places in the chain."""

    who = forms.ChoiceField(label=_("Who"), required=False)
    event = forms.ChoiceField(label=_("What"), required=False)
    kind = forms.ChoiceField(label=_("Kind of record"), required=False)
    reference = Line(label=_("Clause or record"), required=False, max_length=80)
    since = Day(label=_("From"), required=False)
    until = Day(label=_("To"), required=False)
    before = Whole(required=False, min_value=1, max_value=LAST, widget=forms.HiddenInput)
    after = Whole(required=False, min_value=0, max_value=LAST, widget=forms.HiddenInput)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Offer the people of the organisation, and what can happen."""
        super().__init__(*args, **kwargs)
        people = Member.objects.of(organisation).by_name()
        members = [(f"member-{pk}", name) for pk, name in people.values_list("pk", "name")]
        others = [(CONSOLE, _("Console")), (OUTSIDE, _("Signed in, but no member"))]
        events = sorted(known_events().items(), key=lambda pair: pair[1])
        self._offer("who", [*members, *others], _("Everyone"))
        self._offer("event", events, _("Everything"))
        self._offer("kind", [(one.word, one.label) for one in kinds()], _("All kinds"))
        self.fields["reference"].widget.attrs["placeholder"] = _("6.1, A.6.2.4 or GA-1")
        self._organisation = organisation

    def clean_reference(self) -> str:
        """Refuse what is written as a clause and is none."""
        text: str = self.cleaned_data["reference"]
        if _CLAUSE.fullmatch(text) and not is_taken_up(self._organisation, text):
            raise ValidationError(
                _("There is no clause, control or point %(ref)s here. Write it as 6.1, A.6.2.4 or 6.1.4-2."),
                params={"ref": text},
                code="no-such-clause",
            )
        return text

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order."""
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", ValidationError(_("This day is before the first one."), code="days-reversed"))
        return cleaned

    @property
    def has_wrong_place(self) -> bool:
        """Return whether the address names a place that cannot be one in any chain."""
        return bool(self.errors.get("before") or self.errors.get("after"))

    def _offer(self, name: str, choices: list[Any], everything: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
        field.choices = [("", everything), *choices]


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody asked for, as values."""

    who: str = ""
    event: str = ""
    kind: str = ""
    reference: str = ""
    since: dt.date | None = None
    until: dt.date | None = None

    @classmethod
    def of(cls, form: TrailFilterForm) -> "Choice":
        """Return what a valid form asks for."""
        return cls(**{name: form.cleaned_data[name] for name in NAMES})

    @property
    def is_set(self) -> bool:
        """Return whether anything is left out."""
        return self != Choice()

    @property
    def query(self) -> str:
        """Return the choice as part of an address."""
        chosen = {name: getattr(self, name) for name in NAMES}
        return urlencode({name: str(value) for name, value in chosen.items() if value})

    def entries(self, member: Member) -> EntryQuerySet:
        """Return the entries of the member's organisation that were asked for; a few questions, however many."""
        organisation = member.organisation
        zone = organisation.time_zone
        entries = Entry.objects.of(organisation).between(
            end_of(self.since - dt.timedelta(days=1), zone) if self.since else None,
            end_of(self.until, zone) if self.until else None,
        )
        if self.event:
            entries = entries.of_event(self.event)
        if self.who:
            entries = entries.by(*self._actors(organisation))
        known = kind_called(self.kind) if self.kind else None
        if known is not None:
            entries = entries.of_kind(known.kind)
        return entries.about_any(self._subjects(member)) if self.reference else entries

    def _actors(self, organisation: Organisation) -> list[tuple[str, int | None]]:
        if self.who in {CONSOLE, OUTSIDE}:
            return [("console" if self.who == CONSOLE else "user", None)]
        pk = key_in(self.who.removeprefix("member-")) or 0
        # What somebody did before they were a member, or outside of it, is theirs as well.
        user = Member.objects.of(organisation).filter(pk=pk).values_list("user_id", flat=True).first()
        return [("member", pk), *([("user", user)] if user else [])]

    def _subjects(self, member: Member) -> dict[str, Iterable[int]]:
        """Return the records that the text means: all about a clause, those of a reference, or else all it finds."""
        if is_taken_up(member.organisation, self.reference):
            return about_clause(member, self.reference)
        asked = [one for one in kinds() if self.kind in {"", one.word}]
        lines = [line for some in find(member, self.reference, among=asked).values() for line in some]
        exact = [line for line in lines if line.reference.casefold() == self.reference.casefold()]
        found: dict[str, list[int]] = {}
        for line in exact or lines:
            found.setdefault(line.kind, []).append(line.pk)
        return {**found}
