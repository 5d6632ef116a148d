"""A record of one kind as a field of a form: by its number, as lists and addresses call it, or by its reference."""

from typing import TYPE_CHECKING, Any

from django import forms

from waymark.core.references import number_in
from waymark.people.member_field import NO_KEY

if TYPE_CHECKING:
    # Django's fields take type parameters in their stubs only.
    _RecordField = forms.ModelChoiceField[Any]
else:
    _RecordField = forms.ModelChoiceField


class RecordField(_RecordField):
    """One of some records of an organisation; the number is the `key` that lists give programs.

    A key of the database would be another number than the one people and programs see, and name another record.
    """

    def __init__(self, **kwargs: Any) -> None:
        """Name records by their numbers."""
        super().__init__(to_field_name="number", **kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the record with a number such as 3, or with a reference such as SYS-3; None for nothing."""
        if isinstance(value, str) and value:
            prefix = str(getattr(self.queryset.model, "prefix", "")) if self.queryset is not None else ""
            value = number_in(value, prefix) or NO_KEY
        return super().to_python(value)

    def label_from_instance(self, obj: Any) -> str:
        """Show the number with the name."""
        return f"{obj.reference} {obj}"
