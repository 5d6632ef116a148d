"""Typed reading of located YAML values that notes each fault and carries on, to tell all at once."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from waymark.catalogue.strict_yaml import CatalogueFault, Scalar, Sequence, Table, Value
from waymark.core.text import normal

_LONGEST_NUMBER = 9


@dataclass(slots=True)
class Faults:
    """Everything wrong that was found so far."""

    found: list[CatalogueFault] = field(default_factory=list)

    def note(self, code: str, message: str, place: "Row | None" = None, file: str = "") -> None:
        """Note a fault at the place of a row, or of a file as a whole."""
        if place is None:
            self.found.append(CatalogueFault(code, message, file=file))
        else:
            self.found.append(CatalogueFault(code, message, place.line, place.column, file=place.file))

    def at(self, code: str, message: str, value: Value, file: str) -> None:
        """Note a fault at the place of a value."""
        self.found.append(CatalogueFault(code, message, value.line, value.column, file=file))

    @property
    def in_order(self) -> list[CatalogueFault]:
        """Return the faults by file and line."""
        return sorted(self.found, key=lambda fault: (fault.file, fault.line, fault.column))


@dataclass(frozen=True, slots=True)
class Row:
    """One table of a file, read field by field. A wrong field is noted and read as empty."""

    table: Table
    file: str
    faults: Faults

    @property
    def line(self) -> int:
        """Return the line the row begins on, from 1."""
        return self.table.line

    @property
    def column(self) -> int:
        """Return the column the row begins on, from 1."""
        return self.table.column

    def allow(self, *names: str) -> None:
        """Note every field that the format does not know: silence would hide a slip of the keyboard."""
        for name, key in self.table.keys.items():
            if name not in names:
                message = _("The field “%(name)s” is not known here.") % {"name": name[:60]}
                self.faults.at("unknown-field", message, key, self.file)

    def has(self, name: str) -> bool:
        """Return whether the field is there."""
        return name in self.table.entries

    def text(self, name: str, *, needed: bool = True, most: int = 0) -> str:
        """Return a text, normalised; "" where it is missing. `most` limits its characters (0: no)."""
        value = self.table.entries.get(name)
        text = self._text_of(value, name) if value is not None else ""
        if needed and not text and not (value is not None and not isinstance(value, Scalar)):
            message = _("The field “%(name)s” is missing or empty.") % {"name": name}
            self.faults.at("missing-field", message, value or self.table, self.file)
        if most and len(text) > most:
            message = _("“%(name)s” is longer than %(most)d characters.") % {"name": name, "most": most}
            self._wrong(name, "too-long", message)
        return text

    def texts(self, name: str, *, needed: bool = False) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(self._text_of(item, name) for item in self._items(name, needed=needed))

    def number(self, name: str, *, least: int = 0, most: int = 10**6) -> int:
        """Return a whole number between the limits; `least` where it is missing or wrong."""
        text = self.text(name)
        is_number = text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER
        if text and not (is_number and least <= int(text) <= most):
            message = _("“%(name)s” must be a whole number from %(least)d to %(most)d.")
            self._wrong(name, "number", message % {"name": name, "least": least, "most": most})
            return least
        return int(text) if text else least

    def choice(self, name: str, allowed: Collection[str], *, default: str = "") -> str:
        """Return one of the allowed words, `default` (or "") where it is missing or wrong."""
        if default and not self.has(name):
            return default
        word = self.text(name)
        if word and word not in allowed:
            self._wrong(name, "choice", self._not_allowed(name, word, allowed))
            return default
        return word

    def choices(self, name: str, allowed: Collection[str]) -> tuple[str, ...]:
        """Return a list of allowed words; others are noted and left out."""
        words = self.texts(name)
        for word in words:
            if word not in allowed:
                self._wrong(name, "choice", self._not_allowed(name, word, allowed))
        return tuple(word for word in words if word in allowed)

    def rows(self, name: str, *, needed: bool = False) -> "tuple[Row, ...]":
        """Return a list of tables as rows."""
        rows = []
        for item in self._items(name, needed=needed):
            if isinstance(item, Table):
                rows.append(Row(item, self.file, self.faults))
            else:
                message = _("Every entry of “%(name)s” must be a table of fields.") % {"name": name}
                self.faults.at("shape", message, item, self.file)
        return tuple(rows)

    def row(self, name: str, *, needed: bool = False) -> "Row":
        """Return a table inside this one; an empty one where it is missing or wrong."""
        value = self.table.entries.get(name)
        if isinstance(value, Table):
            return Row(value, self.file, self.faults)
        if value is not None:
            message = _("“%(name)s” must be a table of fields.") % {"name": name}
            self.faults.at("shape", message, value, self.file)
        elif needed:
            message = _("The field “%(name)s” is missing or empty.") % {"name": name}
            self.faults.at("missing-field", message, self.table, self.file)
        return Row(Table({}, {}, self.table.line, self.table.column), self.file, self.faults)

    def names(self) -> tuple[str, ...]:
        """Return the names of the fields, in the order of the file."""
        return tuple(self.table.entries)

    def _items(self, name: str, *, needed: bool) -> tuple[Value, ...]:
        value = self.table.entries.get(name)
        if isinstance(value, Sequence):
            return value.items
        if value is not None and not (isinstance(value, Scalar) and value.is_null):
            message = _("“%(name)s” must be a list.") % {"name": name}
            self.faults.at("shape", message, value, self.file)
        elif needed:
            message = _("The field “%(name)s” is missing or empty.") % {"name": name}
            self.faults.at("missing-field", message, self.table, self.file)
        return ()

    def _text_of(self, value: Value, name: str) -> str:
        if isinstance(value, Scalar):
            return "" if value.is_null else normal(value.text)
        message = _("“%(name)s” must be a text.") % {"name": name}
        self.faults.at("shape", message, value, self.file)
        return ""

    def _wrong(self, name: str, code: str, message: str) -> None:
        self.faults.at(code, message, self.table.entries.get(name, self.table), self.file)

    @staticmethod
    def _not_allowed(name: str, word: str, allowed: Collection[str]) -> str:
        message = _("“%(word)s” is not allowed for “%(name)s”; choose one of: %(allowed)s.")
        return message % {"word": word[:60], "name": name, "allowed": ", ".join(sorted(allowed))}


def as_row(value: Value, file: str, faults: Faults) -> Row:
    """Return the outermost table of a file; an empty one, with a fault, where it is something else."""
    if isinstance(value, Table):
        return Row(value, file, faults)
    faults.at("shape", _("The file must contain a table of fields."), value, file)
    return Row(Table({}, {}, value.line, value.column), file, faults)


def empty_row(file: str, faults: Faults) -> Row:
    """Return a row without fields, for a file that is not there."""
    return Row(Table({}, {}, 0, 0), file, faults)
