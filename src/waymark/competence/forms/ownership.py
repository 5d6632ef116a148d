"""What a member says of each record they own."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.competence.ownership import FLAG, MINE, Answer
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
