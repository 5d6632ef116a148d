"""Choosing a member of one organisation in a form."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final, cast

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from waymark.core.references import key_in
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation

if TYPE_CHECKING:
    # Django's fields take type parameters in their stubs only.
    _MemberChoice = forms.ModelChoiceField[Member]
    _MemberIterator = ModelChoiceIterator[Member]
else:
    _MemberChoice = forms.ModelChoiceField
    _MemberIterator = ModelChoiceIterator


NO_KEY: Final = "-"
"""What a choice of records is given to refuse in its own words."""


class _AskedOnce(_MemberIterator):
    """The choices of a field, read once: Django asks again for the first of them to see whether it is empty."""

    def __iter__(self) -> Iterator[Any]:
        """Yield nobody, where the field offers that, and then each member."""
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for member in self.queryset:
            if cast("MemberField", self.field).able(member):
                yield self.choice(member)


class MemberField(_MemberChoice):
    """Active members of one organisation, or those that are `able`; nobody may be chosen unless told otherwise."""

    iterator = _AskedOnce

    def __init__(
        self, organisation: Organisation, *, able: Callable[[Member], bool] = lambda _one: True, **kwargs: Any
    ) -> None:
        """Cut the choices to the organisation."""
        self.able = able
        kwargs.setdefault("required", False)
        kwargs.setdefault("label", _("Owner"))
        kwargs.setdefault("empty_label", _("No owner"))
        super().__init__(queryset=Member.objects.of(organisation).active().by_name(), **kwargs)

    def to_python(self, value: Any) -> Member | None:
        """Return the member with a key, or None for nobody; other digits than 0 to 9 are no key."""
        is_other = isinstance(value, str) and value and key_in(value) is None
        found: Member | None = super().to_python(NO_KEY if is_other else value)
        return found if found is None or self.able(found) else super().to_python(NO_KEY)

    def label_from_instance(self, obj: Any) -> str:
        """Show name and post."""
        return f"{obj.name} · {obj.post}" if obj.post else str(obj.name)
