"""Form fields about AI systems: several choices of a list, and a supplier of the organisation."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.context.models.supplier import Supplier
from waymark.people.models.organisation import Organisation
from waymark.records.record_field import RecordField

SUPPLIER: Final = {"type": "integer", "description": "Number of the supplier; null for none."}


class Picks(forms.MultipleChoiceField):
    """Several choices of a list as boxes; programs send a list of ids, a console the ids between commas."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, choices: Iterable[tuple[str, str | Promise]], **kwargs: Any) -> None:
        """Describe the list to programs."""
        found = list(choices)
        kwargs.setdefault("required", False)
        super().__init__(choices=found, **kwargs)
        self.described = {"type": "array", "items": {"type": "string", "enum": [key for key, _label in found]}}
        if self.label:
            self.described["description"] = str(self.label)

    def to_python(self, value: Any) -> list[str]:
        """Return the ids, each once."""
        if isinstance(value, str):
            value = [one.strip() for one in value.split(",") if one.strip()]
        return list(dict.fromkeys(super().to_python(value)))


class SupplierField(RecordField):
    """Suppliers of one organisation that are in use; none may be chosen."""

    def __init__(self, organisation: Organisation, **kwargs: Any) -> None:
        """Cut the choices to the organisation."""
        kwargs.setdefault("required", False)
        kwargs.setdefault("label", _("Supplier"))
        kwargs.setdefault("empty_label", _("No supplier"))
        super().__init__(queryset=Supplier.objects.of(organisation).active().order_by("name", "number"), **kwargs)
