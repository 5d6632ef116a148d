"""What a reader asks of a register: filters, order, page or cursor, read strictly out of an address or a request."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlencode

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from waymark.core.forms import PlainForm, Whole
from waymark.people.readers import Reader
from waymark.records.picking import RecordField
from waymark.records.registers import Column, Display, Filter, Register

R = TypeVar("R")
MOST_ROWS: Final = 200
USUAL_ROWS: Final = 50
"""What a program is given of a list at once: at most, and unless it asks for less or more."""
_SALT: Final = "waymark.records.cursor"
_PAGES: Final = 100_000
COMPACT: Final = "compact"


class CursorField(forms.CharField):
    """Where a program goes on in a list: what the page before gave as next, for the same list and the same filters."""

    def __init__(self, **kwargs: Any) -> None:
        """Take it or leave it."""
        super().__init__(required=False, max_length=400, label=_("The value of next on the previous page"), **kwargs)


class ChoiceForm(PlainForm):
    """The filters of a register and its order. An unknown filter or order is refused by name, nothing is guessed."""

    def __init__(
        self, *args: Any, register: Register[Any], reader: Reader, for_programs: bool = False, **kwargs: Any
    ) -> None:
        """Make a field of each filter; programs get a limit and a cursor, people a page and an order."""
        super().__init__(*args, **kwargs)
        self.register, self.for_programs = register, for_programs
        self.columns = register.columns if for_programs else register.columns_for(reader)
        for one in register.filters:
            self.fields[one.name] = one.field(reader)
        if for_programs:
            self.fields["limit"] = Whole(
                required=False, min_value=1, max_value=MOST_ROWS, initial=USUAL_ROWS, label=_("How many at once")
            )
            self.fields["cursor"] = CursorField()
        else:
            orders = [(name, name) for column in register.sortable for name in (column, f"-{column}")]
            self.fields["sort"] = forms.ChoiceField(required=False, choices=[("", ""), *orders], label=_("Order"))
            self.fields["page"] = Whole(required=False, min_value=1, max_value=_PAGES, label=_("Page"))
            self.fields["column"] = forms.MultipleChoiceField(
                required=False,
                choices=[(one.name, one.label) for one in self.columns],
                label=_("Columns"),
                error_messages={"invalid_choice": _("This list has no column “%(value)s”.")},
            )
            self.fields["density"] = forms.ChoiceField(
                required=False, choices=[("", _("Comfortable")), (COMPACT, _("Compact"))], label=_("Density")
            )
            self._offer_displays()

    def _offer_displays(self) -> None:
        displays = self.register.displays
        if displays:
            shown = [("", _("Table")), *((one.name, one.label) for one in displays)]
            self.fields["display"] = forms.ChoiceField(required=False, choices=shown, label=_("Show as"))
        for one in displays:
            self.fields |= {name: make() for name, make in one.fields.items()}

    def clean(self) -> dict[str, Any]:
        """Refuse a cursor that another list gave."""
        cleaned = super().clean()
        cursor = cleaned.get("cursor")
        if cursor:
            place = self._place(cursor)
            if place is None:
                message = _("This cursor belongs to another list or other filters. Start again without a cursor.")
                self.add_error("cursor", ValidationError(message, code="foreign-cursor"))
            cleaned["cursor"] = place
        return cleaned

    def chosen(self) -> "Chosen[Any]":
        """Return what was asked for, of a valid form."""
        values = {one.name: self.cleaned_data.get(one.name) for one in self.register.filters}
        data: Mapping[str, Any] = self.data
        columns = tuple(self.cleaned_data.get("column") or ())
        kept: dict[str, Any] = {"column": list(columns)} if columns else {}
        asked = {name: value for name, value in values.items() if value not in (None, "", [], False)}
        others = [name for one in self.register.displays for name in one.fields]
        repeated = (*asked, "sort", "density", "display", *others)
        return Chosen(
            self.register,
            asked,
            sent={name: str(data.get(name, "")) for name in repeated if data.get(name)} | kept,
            sort=self.cleaned_data.get("sort") or self.register.order,
            page=self.cleaned_data.get("page") or 1,
            limit=self.cleaned_data.get("limit") or USUAL_ROWS,
            after=self.cleaned_data.get("cursor") or None,
            columns=columns,
            offered=self.columns,
            is_compact=self.cleaned_data.get("density") == COMPACT,
            display=self.register.display(self.cleaned_data.get("display") or ""),
            beside={name: self.cleaned_data.get(name) for name in others},
        )

    def without_faults(self) -> str:
        """Return the query of the address without what of it is not understood."""
        wrong = {
            *(name for name in self.errors if name != "column"),
            *(name for name in self.data if name not in self.fields),
        }
        kept = {name: values for name, values in self._lists() if name not in wrong}
        return "?" + urlencode(kept, doseq=True)

    def _lists(self) -> Iterator[tuple[str, list[str]]]:
        offered = {one.name for one in self.columns}
        for name in self.data:
            values = self.data.getlist(name) if isinstance(self.data, QueryDict) else [str(self.data[name])]
            # Of a view that was saved, a column may be gone; the others stay.
            yield name, values if name != "column" else [one for one in values if one in offered]

    def _place(self, cursor: str) -> int | None:
        try:
            payload = signing.loads(cursor, salt=_SALT)
        except signing.BadSignature:
            return None
        fits = isinstance(payload, list) and payload[:1] == [self._mark()] and isinstance(payload[1], int)
        return payload[1] if fits else None

    def _mark(self) -> str:
        asked = {one.name: str(self.data.get(one.name) or "") for one in self.register.filters}
        return _mark(self.register, asked)


@dataclass(frozen=True, slots=True)
class Chosen(Generic[R]):
    """What a reader asked of a register: filters by typed value, the order, and where to begin.

    `sent` is the same as it stood in the address, so that links can repeat it. `columns` names those that are shown,
    none for the usual ones, of all that are `offered`. `display` is what the rows are shown as, None for the table, and
    `beside` what displays ask for that is no filter.
    """

    register: Register[R]
    asked: Mapping[str, Any]
    sent: Mapping[str, Any]
    sort: str
    page: int = 1
    limit: int = USUAL_ROWS
    after: Any = None
    columns: tuple[str, ...] = ()
    offered: tuple[Column[R], ...] = ()
    is_compact: bool = False
    display: Display | None = None
    beside: Mapping[str, Any] = field(default_factory=dict)

    @property
    def filters(self) -> dict[str, Any]:
        """Return the filters that hold: those that were asked for, and those that hold unless told otherwise."""
        defaults = {one.name: one.otherwise for one in self.register.filters if one.has_default}
        return {**defaults, **(self.display.otherwise if self.display is not None else {}), **self.asked}

    @property
    def is_cut(self) -> bool:
        """Return whether anything was asked for that leaves rows out."""
        return any(not self._selects(name) for name in self.asked)

    @property
    def query(self) -> str:
        """Return the choice as the query of an address, without the page."""
        return urlencode(dict(self.sent), doseq=True)

    def but(self, **other: str) -> str:
        """Return the query of the same choice with one part changed, or left out where it is empty."""
        changed = {name: value for name, value in {**self.sent, **other}.items() if value}
        return "?" + urlencode(changed, doseq=True)

    def shown_as(self, name: str) -> str:
        """Return the query of the same rows in another display, or as a table where no name is given."""
        return self.but(**dict.fromkeys(self.beside, ""), display=name)

    def cleared(self) -> str:
        """Return the query of the same list with nothing left out."""
        return self.but(**{name: "" for name in self.asked if not self._selects(name)})

    def applied(self, form: forms.Form) -> list[tuple[str, str, str]]:
        """Return each filter that was asked for: what it is called, its value in words, and the query without it."""
        return [
            (str(form.fields[one.name].label), _in_words(form.fields[one.name], value), self.but(**{one.name: ""}))
            for one in self.register.filters
            if not one.as_chips and not one.selects and (value := self.sent.get(one.name))
        ]

    def _selects(self, name: str) -> bool:
        one = self.register.filter(name)
        return one is not None and one.selects

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Return what of the choice is no filter, as fields of a form: the order, the columns, the display."""
        names = ("sort", "density", "column", "display", *self.beside)
        kept = ((name, self.sent.get(name)) for name in names)
        return [(name, one) for name, sent in kept if sent for one in ([sent] if isinstance(sent, str) else sent)]

    def cursor_after(self, place: Any) -> str:
        """Return the cursor of the rows behind a place, for this list and these filters only."""
        asked = {one.name: str(self.sent.get(one.name) or "") for one in self.register.filters}
        return signing.dumps([_mark(self.register, asked), place], salt=_SALT)


def _in_words(field: forms.Field, sent: str) -> str:
    if isinstance(field, RecordField):
        return field.in_words(sent)
    words = {str(value): str(label) for value, label in getattr(field, "choices", ())}
    return "" if isinstance(field, forms.BooleanField) else words.get(sent, sent)


def everything(register: Register[R]) -> Chosen[R]:
    """Return the choice of somebody who asks for nothing in particular."""
    return Chosen(register, {}, {}, register.order, offered=register.columns)


def default_of(one: Filter[Any]) -> str:
    """Return the value of a filter that holds unless told otherwise, as an address would write it."""
    return "" if one.otherwise is None else str(one.otherwise)


def _mark(register: Register[Any], asked: Mapping[str, str]) -> str:
    listed = json.dumps([register.name, sorted((name, value) for name, value in asked.items() if value)])
    return hashlib.sha256(listed.encode()).hexdigest()[:16]
