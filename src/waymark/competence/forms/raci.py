"""Forms about the RACI table: text in, typed values out."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from waymark.competence.models.raci import Part
from waymark.competence.raci_columns import RaciColumn
from waymark.competence.starter import starter
from waymark.core.forms import Line, NewForm, PlainForm, Prose, VersionedForm, Whole

PARTS: Final = {
    one.id: {"type": "string", "enum": Part.values, "description": f"Part of {one.title}, if it is a column."}
    for one in starter().roles
}
"""How programs and a console call the parts of proposed roles; an organisation's own roles are in `further`."""


class FurtherField(Line):
    """Letters of roles by their keys, for programs and a console; a page has a field for each column."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> Any:
        """Return the letters by role."""
        pairs = [one.strip().partition("=") for one in super().clean(value).split(",") if one.strip()]
        if any(part not in Part.values for _role, _sign, part in pairs):
            raise ValidationError(_("Give a role and its letter, such as ROLE-18=c."), code="raci-further")
        return {role.strip(): part for role, _sign, part in pairs}


class RaciFields(PlainForm):
    """One line of the table: the part of each role that has a column."""

    title = Line(label=_("Activity"))
    clauses = Line(label=_("Clauses"), max_length=200, required=False)
    outside = Line(label=_("Auditor of the certification body, in words"), required=False)
    remark = Prose(label=_("In words"), max_length=1000, rows=2, required=False)
    further = FurtherField(
        label=_("Letters of roles by key, such as ROLE-18=c"), max_length=1000, required=False, initial=""
    )

    def __init__(self, *args: Any, columns: Sequence[RaciColumn], **kwargs: Any) -> None:
        """Make a field of each column, in order."""
        super().__init__(*args, **kwargs)
        self.roles = [one.key for one in columns]
        for one in columns:
            self.fields[one.key] = forms.ChoiceField(label=one.title, choices=Part.choices, initial=Part.NONE)
        self.order_fields(["title", "clauses", *self.roles])

    def clean(self) -> dict[str, Any]:
        """Take letters given by key for those of the fields. Refuses a role without a column."""
        cleaned = super().clean()
        given: dict[str, str] = cleaned.pop("further", None) or {}
        unknown = ", ".join(role for role in given if role not in self.roles)
        if unknown:
            message = _("%(names)s has no column in the table.")
            self.add_error("further", ValidationError(message, code="raci-further", params={"names": unknown[:200]}))
        return cleaned | given


class NewRaciForm(RaciFields, NewForm):
    """An activity of the organisation's own."""


class EditRaciForm(RaciFields, VersionedForm):
    """Changes to a line of the table."""


class AdoptTableForm(PlainForm):
    """Adopting the whole proposed table: nothing to type."""


class ColumnsForm(PlainForm):
    """The place of each role in the table, from left to right; a role without a place has no column."""

    def __init__(self, *args: Any, offered: Sequence[RaciColumn], **kwargs: Any) -> None:
        """Make a field of each role that can have a column."""
        super().__init__(*args, **kwargs)
        self.offered = offered
        for one in offered:
            self.fields[f"place-{one.key}"] = Whole(label=one.title, required=False, min_value=1, max_value=99)

    @property
    def chosen(self) -> list[str]:
        """Return the roles that have a place, in order, of a valid form; at the same place they stay as offered."""
        places = [(self.cleaned_data[f"place-{one.key}"], one.key) for one in self.offered]
        return [key for place, key in sorted(places, key=lambda pair: pair[0] or 0) if place is not None]


class RolesField(forms.MultipleChoiceField):
    """Keys of roles, in order."""

    described = {
        "type": "array",
        "items": {"type": "string"},
        "description": "Ids of proposed roles, such as risk_manager, and references of own roles, such as ROLE-18.",
    }

    def valid_value(self, value: str) -> bool:  # noqa: ARG002 -- the library's signature
        """Take any text; which roles there are, the act knows."""
        return True


class ColumnListForm(PlainForm):
    """The same as a list, for programs and a console."""

    columns = RolesField(label=_("Columns, from left to right"))
