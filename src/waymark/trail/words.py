"""Entries in words: what an event and a field are called, and what a stored value means to a person."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.trail.door import HIDDEN, OWN, Recorded, Vocabulary
from waymark.trail.events import Event

Namer = Callable[[int, Sequence[int]], Mapping[int, str]]
Names = Mapping[tuple[str, int], str]
Rows = Mapping[tuple[str, int], models.Model]

namers: dict[str, Namer] = {}
"""How rows that belong to no single organisation are called, by the model's label in small letters.

Packages above register theirs in `AppConfig.ready()`; a namer is given the organisation that asks. Rows that do belong
to an organisation need none, unless their own name would cost a query each: they are called by what their model says,
and those of others are not called at all.
"""
reserved: set[str] = set()
"""Kinds that may hide a record from somebody: where another record points at one, its reference is all that is said."""
address_words: dict[str, str] = {}
"""The word in the address of each kind of record that can be shown as of a day; `people.records` fills it."""
_MANY = 40
_LAST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Value:
    """A stored value for people: words, or a day or a moment that the page puts into the reader's format.

    `record` is any record, by kind and key, which the page names if the reader may see it.
    """

    text: str = ""
    day: dt.date | None = None
    moment: dt.datetime | None = None
    is_concealed: bool = False
    record: tuple[str, int] | None = None

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to show."""
        return not (self.text or self.day or self.moment or self.is_concealed or self.record)


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after. `name` is the column as the chain keeps it."""

    name: str
    label: str
    before: Value
    after: Value


def event_label(event: str) -> str:
    """Return the sentence of an event; its name where the product no longer knows it."""
    return str(_sentences().get(event, event))


def sentence_with_records(kind: str, event: str) -> str:
    """Return the sentence of an event that names the records an entry points at; empty where there is none."""
    known: Mapping[str, str | Promise] = getattr(_model(kind), "sentences_with_records", {})
    return str(known.get(event, ""))


def known_events() -> dict[str, str]:
    """Return every event the product knows, with its sentence, in the order of the packages."""
    return {event: str(sentence) for event, sentence in _sentences().items()}


def kind_label(kind: str) -> str:
    """Return what people call a kind of record; its name where the product no longer knows it."""
    model = _model(kind)
    return _as_heading(str(model._meta.verbose_name)) if model is not None else kind


def field_label(kind: str, column: str) -> str:
    """Return what people call a column of a kind of record."""
    model, field = _model(kind), _field(kind, column)
    name = field.name if field is not None else column.removesuffix("_id")
    known: Mapping[str, str | Promise] = getattr(model, "labels", {})
    if name in known:
        return str(known[name])
    return _as_heading(str(field.verbose_name) if field is not None else name.replace("_", " "))


def changes_in_words(kind: str, changes: Mapping[str, Any], names: Names) -> tuple[Change, ...]:
    """Return the changes an entry tells, field by field; whose organisation it is goes without saying."""
    before = {column: pair[0] for column, pair in changes.items()}
    after = {column: pair[1] for column, pair in changes.items()}
    return tuple(
        Change(
            column,
            field_label(kind, column),
            _pointing(kind, column, before) or value_in_words(kind, column, before[column], names),
            _pointing(kind, column, after) or value_in_words(kind, column, after[column], names),
        )
        for column, _pair in in_order(kind, changes)
    )


def _pointing(kind: str, column: str, values: Mapping[str, Any]) -> Value | None:
    """Return the record that a pointer of an entry leads to; None for other columns, and where nobody asks for it."""
    if not getattr(_model(kind), "pointers_in_history", False):
        return None
    record = pointed_at(kind, column, values)
    return Value(record=record) if record is not None else None


def shown_in_history(kind: str, changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return the changes that mean something to people; the others are in the trail only."""
    left_out = _not_in_history(kind)
    return tuple(change for change in changes if change.name not in left_out)


def in_order(kind: str, columns: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return columns in the order in which their model has them, not in that of the alphabet."""
    model = _model(kind)
    known = [field.attname for field in model._meta.concrete_fields] if model is not None else []
    place = {name: number for number, name in enumerate(known)}
    shown = [(name, value) for name, value in columns.items() if name != "organisation_id"]
    return sorted(shown, key=lambda pair: (place.get(pair[0], len(place)), pair[0]))


def columns_of(kind: str) -> tuple[str, ...]:
    """Return the columns that tell about a kind of record, in the order of its model; none for an unknown kind.

    Of a pair that points at a record, the key stands for both.
    """
    model = _model(kind)
    fields = model._meta.concrete_fields if model is not None else ()
    left_out = OWN | {"organisation_id"} | (_not_in_history(kind) - set(_pointers(kind)))
    return tuple(field.attname for field in fields if not field.primary_key and field.attname not in left_out)


def pointed_at(kind: str, column: str, values: Mapping[str, Any]) -> tuple[str, int] | None:
    """Return the record, by kind and key, that a pair of columns points at; None for any other column, and for none."""
    pointers = _pointers(kind)
    if column not in pointers:
        return None
    key, kind_there = values.get(column), values.get(pointers[column])
    return (kind_there, key) if isinstance(kind_there, str) and kind_there and isinstance(key, int) else None


def foreign_kind(kind: str, column: str) -> str:
    """Return the kind of record that a foreign key points at; an empty text for any other column."""
    field = _field(kind, column)
    return field.related_model._meta.label_lower if isinstance(field, models.ForeignKey) else ""


def has_past(kind: str) -> bool:
    """Return whether every change of a kind of record leaves an entry, so that its past can be put together."""
    model = _model(kind)
    return model is not None and issubclass(model, Recorded)


def value_in_words(kind: str, column: str, value: Any, names: Names) -> Value:  # noqa: PLR0911 -- one line per kind of value
    """Return a value of an entry for people; what cannot be understood any more is shown as it stands."""
    model, field = _model(kind), _field(kind, column)
    if value is None or value == "":
        return Value()
    if value == HIDDEN and column in getattr(model, "concealed", ()):
        return Value(is_concealed=True)
    if isinstance(field, models.ForeignKey) and isinstance(value, int):
        label = field.related_model._meta.label_lower
        return Value(names.get((label, value)) or _("no. %(number)d") % {"number": value})
    if isinstance(value, bool):
        return Value(_("Yes") if value else _("No"))
    if isinstance(field, models.DateField) and isinstance(value, str):
        return _point_in_time(field, value)
    if isinstance(value, list):
        return Value(_listed(value, getattr(model, "vocabulary", {}).get(column)))
    if isinstance(value, dict):
        return Value(ngettext("%(n)d entry", "%(n)d entries", len(value)) % {"n": len(value)} if value else "")
    if field is not None and field.choices:
        return Value(str(dict(field.flatchoices).get(value, value)))
    return Value(str(value))


def names_in(
    organisation_id: int,
    changed: Iterable[tuple[str, Mapping[str, Any]]],
    known: Names | None = None,
    loaded: Rows | None = None,
) -> dict[tuple[str, int], str]:
    """Return the names of the rows that foreign keys point at, with one query for each table.

    `changed` are pairs of a kind and its columns, each with one value or with several. A row of another organisation
    has no name here. What is `known` already or `loaded`, and belongs to the organisation, is not asked for again.
    """
    wanted: dict[type[models.Model], set[int]] = defaultdict(set)
    for kind, columns in changed:
        for column, value in columns.items():
            field = _field(kind, column)
            if isinstance(field, models.ForeignKey) and column != "organisation_id":
                several = value if isinstance(value, list) else [value]
                wanted[field.related_model] |= {key for key in several if isinstance(key, int) and 0 < key <= _LAST}
    found: dict[tuple[str, int], str] = dict(known or {})
    for model, keys in wanted.items():
        label = model._meta.label_lower
        there = {(label, key): (loaded or {})[label, key] for key in keys if (label, key) in (loaded or {})}
        # A row is asked for its name only where it is named: that of some costs a query.
        found |= {key: _name(row) for key, row in there.items() if key not in found}
        missing = sorted(key for key in keys if (label, key) not in found)
        if missing:
            found |= {(label, pk): name for pk, name in _named(model, organisation_id, missing).items()}
    return found


def rows_of(organisation_id: int, records: Iterable[models.Model]) -> Rows:
    """Return records that are loaded, and the rows that came along with them, by kind and key, without a query.

    They are those that `names_in` would ask for; a row whose name it would ask a namer for is left to it.
    """
    loaded = (row for one in records for row in (one, *one._state.fields_cache.values()))
    return {
        (row._meta.label_lower, row.pk): row
        for row in loaded
        if row is not None
        and row._meta.label_lower not in namers
        and getattr(row, "organisation_id", None) == organisation_id
    }


def _name(row: models.Model) -> str:
    reference = str(getattr(row, "reference", ""))
    return reference if row._meta.label_lower in reserved else " ".join(filter(None, (reference, str(row))))


def _named(model: type[models.Model], organisation_id: int, keys: list[int]) -> Mapping[int, str]:
    namer = namers.get(model._meta.label_lower)
    if namer is not None:
        return namer(organisation_id, keys)
    if "organisation" not in {field.name for field in model._meta.concrete_fields}:
        return {}
    rows = model._base_manager.filter(organisation_id=organisation_id, pk__in=keys)  # noqa: SLF001 -- Django's documented name
    return {row.pk: _name(row) for row in rows}


def _point_in_time(field: "models.Field[Any, Any]", value: str) -> Value:
    try:
        if isinstance(field, models.DateTimeField):
            moment = dt.datetime.fromisoformat(value)
            return Value(moment=moment) if moment.tzinfo is not None else Value(value)
        return Value(day=dt.date.fromisoformat(value))
    except ValueError:
        return Value(value)


def _listed(values: list[Any], words: Vocabulary | None) -> str:
    in_words: Callable[[Any], str]
    if isinstance(words, type) and issubclass(words, models.Choices):
        known = dict(words.choices)
        in_words = lambda one: str(known.get(one, one)) if isinstance(one, str) else _item(one)  # noqa: E731 -- one of three ways to say an item
    else:
        in_words = cast("Callable[[Any], str] | None", words) or _item
    shown = [in_words(one) for one in values[:_MANY]]
    more = len(values) - len(shown)
    return ", ".join(shown) + (_(" and %(n)d more") % {"n": more} if more else "")


def _item(one: Any) -> str:
    return str(one) if isinstance(one, str | int) else "…"


def _as_heading(words: str) -> str:
    return words[:1].upper() + words[1:]


def _not_in_history(kind: str) -> frozenset[str]:
    model, pointers = _model(kind), _pointers(kind)
    own: frozenset[str] = getattr(model, "not_in_history", frozenset())
    keys = set() if getattr(model, "pointers_in_history", False) else set(pointers)
    return own | keys | set(pointers.values())


def _pointers(kind: str) -> Mapping[str, str]:
    pointers: Mapping[str, str] = getattr(_model(kind), "pointers", {})
    return pointers


@cache
def _sentences() -> dict[str, str | Promise]:
    # The sentences are lazy: they are read in the language of whoever looks.
    return {event.value: event._label_ for kind in Event.__subclasses__() for event in kind}


@cache
def _model(kind: str) -> type[models.Model] | None:
    try:
        return apps.get_model(kind)
    except (LookupError, ValueError):
        return None


@cache
def _field(kind: str, column: str) -> "models.Field[Any, Any] | None":
    model = _model(kind)
    fields = model._meta.concrete_fields if model is not None else ()
    return next((field for field in fields if field.attname == column), None)
