"""Who takes over what, when a member leaves."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.core.forms import PlainForm, Prose
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.records.kinds import RecordLine
from waymark.work.owned import OwnedKind, OwnedRecords

_ONE_BY_ONE = 100
"""Up to so many records of a kind can be given to different people; more of them go to one."""


class DepartureForm(PlainForm):
    """A new owner for everything, for a kind, or for one record; what is said nearer to the record counts."""

    reason = Prose(max_length=2000, label=_("Reason"), rows=2)

    def __init__(
        self,
        *args: Any,
        organisation: Organisation,
        leaving: Member | None,
        owned: Sequence[OwnedRecords],
        **kwargs: Any,
    ) -> None:
        """Offer everybody else who is there; the list is read once for all the choices."""
        super().__init__(*args, **kwargs)
        there = Member.objects.of(organisation).active().by_name()
        self.members = {str(one.pk): one for one in there if leaving is None or one.pk != leaving.pk}
        names = [(key, f"{one.name} · {one.post}" if one.post else one.name) for key, one in self.members.items()]
        if not owned:
            return
        self.fields["everything"] = _choice(names, _("New owner of everything"), _("Choose below"))
        for one in owned:
            name = one.kind.name
            self.fields[f"kind-{name}"] = _choice(names, one.kind.label, _("Same as above"))
            if len(one.records) <= _ONE_BY_ONE:
                for record in one.records:
                    self.fields[f"record-{name}-{record.pk}"] = _choice(names, str(record), _("Same as its kind"))

    def new_owner(self, kind: OwnedKind, record: RecordLine) -> Member | None:
        """Return who takes over one record, or None where nobody was chosen."""
        names = (f"record-{kind.name}-{record.pk}", f"kind-{kind.name}", "everything")
        return next((self.members[key] for name in names if (key := self.cleaned_data.get(name))), None)

    @property
    def groups(self) -> list[tuple[forms.BoundField, list[forms.BoundField]]]:
        """Return the choice for each kind, with those for its records."""
        kinds = [name for name in self.fields if name.startswith("kind-")]
        return [
            (self[kind], [self[name] for name in self.fields if name.startswith(f"record-{kind[5:]}-")])
            for kind in kinds
        ]


def _choice(names: list[tuple[str, str]], label: Any, empty: Any) -> forms.ChoiceField:
    return forms.ChoiceField(choices=[("", empty), *names], required=False, label=label)
