"""What a member says of each record they own: on a page, and as programs and a console say it."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from waymark.competence.ownership import FLAG, MINE, Answer, names_of
from waymark.core.forms import NewForm
from waymark.people.models.member import Member
from waymark.records.kinds import RecordLine
from waymark.work.owned import OwnedKind, OwnedRecords

ONE_BY_ONE: Final = 100
"""Up to so many records of a kind are answered one by one; more of them get one answer."""
_FLAG: Final = "flag"


class OwnershipForm(NewForm):
    """A tick for each record or for all of a kind, or where else it goes. Nothing is ticked before somebody does."""

    def __init__(self, *args: Any, member: Member, owned: Sequence[OwnedRecords], **kwargs: Any) -> None:
        """Make the fields of each record; the members are read once for all the choices."""
        super().__init__(*args, **kwargs)
        there = Member.objects.of(member.organisation).active().by_name() if owned else ()
        self.members = {str(one.pk): one for one in there if one.pk != member.pk}
        self.owned = owned
        others: list[tuple[str, Any]] = [("", _("Choose")), (_FLAG, _("Flag to the AIMS managers"))]
        others += [(key, _("Give to %(name)s") % {"name": one.name}) for key, one in self.members.items()]
        for one in owned:
            self._add(f"kind-{one.kind.name}", _("Keep all of these"), one.kind.label, others)
            for line in one.records if len(one.records) <= ONE_BY_ONE else ():
                self._add(f"{one.kind.name}-{line.pk}", str(line), str(line), others)

    def answer(self, kind: OwnedKind, line: RecordLine) -> Answer | None:
        """Return what was said of one record, or of its kind; None where nothing was."""
        return self._answered(f"{kind.name}-{line.pk}") or self._answered(f"kind-{kind.name}")

    @property
    def groups(self) -> list[tuple[OwnedRecords, tuple[Any, Any], list[tuple[RecordLine, tuple[Any, Any]]]]]:
        """Return each kind with its own two fields, and each of its records with its two."""
        return [
            (
                one,
                self._pair(f"kind-{one.kind.name}"),
                [
                    (line, self._pair(f"{one.kind.name}-{line.pk}"))
                    for line in (one.records if len(one.records) <= ONE_BY_ONE else ())
                ],
            )
            for one in self.owned
        ]

    def _add(self, name: str, mine: Any, label: Any, others: list[tuple[str, Any]]) -> None:
        self.fields[f"mine-{name}"] = forms.BooleanField(required=False, label=mine)
        self.fields[f"else-{name}"] = forms.ChoiceField(choices=others, required=False, label=label)

    def _pair(self, name: str) -> tuple[Any, Any]:
        return self[f"mine-{name}"], self[f"else-{name}"]

    def _answered(self, name: str) -> Answer | None:
        elsewhere = self.cleaned_data.get(f"else-{name}")
        if elsewhere:
            return FLAG if elsewhere == _FLAG else Answer(new_owner=self.members[elsewhere])
        return MINE if self.cleaned_data.get(f"mine-{name}") else None


class NamesField(forms.MultipleChoiceField):
    """Names of owned records, such as EV-3; which of them are there, the form says."""

    described: ClassVar = {
        "type": "array",
        "items": {"type": "string"},
        "description": "References of owned records, such as EV-3, or their names, such as tasks-5.",
    }

    def __init__(self, **kwargs: Any) -> None:
        """Take none as well."""
        super().__init__(required=False, **kwargs)

    def valid_value(self, value: str) -> bool:  # noqa: ARG002 -- the library's signature
        """Take any text."""
        return True


class GivenField(NamesField):
    """Owned records, each with who gets it."""

    described: ClassVar = {
        "type": "array",
        "items": {"type": "string"},
        "description": "Owned records with the key of the member who gets each, such as EV-3=12.",
    }


class OwnershipAnswersForm(NewForm):
    """The same answers by name. What is not named has no answer, unless it is said that the rest is still theirs."""

    mine = NamesField(label=_("Still theirs"))
    given = GivenField(label=_("Given to someone else"))
    flagged = NamesField(label=_("Flagged to the AIMS managers"))
    rest_is_mine = forms.BooleanField(required=False, label=_("Everything that is not named is still theirs"))

    def __init__(self, *args: Any, member: Member, owned: Sequence[OwnedRecords], **kwargs: Any) -> None:
        """Know what can be named, and who may get it."""
        super().__init__(*args, **kwargs)
        self.records = names_of(owned)
        there = Member.objects.of(member.organisation).active().exclude(pk=member.pk)
        self.members = {str(one.pk): one for one in there}
        self.answers: dict[tuple[str, int], Answer] = {}

    def answer(self, kind: OwnedKind, line: RecordLine) -> Answer | None:
        """Return what was said of one record, of a valid form; None where nothing was."""
        otherwise = MINE if self.cleaned_data["rest_is_mine"] else None
        return self.answers.get((kind.name, line.pk), otherwise)

    def clean(self) -> dict[str, Any]:
        """Refuse what is not owned, whom nothing can be given to, and two answers for one record."""
        cleaned = super().clean()
        chosen = [(name, MINE) for name in cleaned.get("mine", ())]
        chosen += [(name, FLAG) for name in cleaned.get("flagged", ())]
        chosen += [self._given(pair) for pair in cleaned.get("given", ())]
        for name in sorted({name for name, _answer in chosen if name not in self.records}):
            self._refuse(_("“%(name)s” is not owned by this member."), name, "not-owned")
        several = Counter(self.records[name] for name, _answer in chosen if name in self.records)
        for name, _answer in chosen:
            if several[self.records.get(name, ("", 0))] > 1:
                self._refuse(_("“%(name)s” has more than one answer."), name, "answered-twice")
        self.answers = {self.records[name]: answer for name, answer in chosen if name in self.records}
        return cleaned

    def _given(self, pair: str) -> tuple[str, Answer]:
        name, _sign, key = pair.partition("=")
        if key not in self.members:
            self._refuse(_("“%(name)s” does not name who gets the record, as EV-3=12 does."), pair, "receiver")
        return name, Answer(new_owner=self.members.get(key))

    def _refuse(self, message: Any, name: str, code: str) -> None:
        self.add_error(None, ValidationError(message, code=code, params={"name": name[:80]}))
