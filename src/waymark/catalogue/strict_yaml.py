"""Read YAML written by strangers: no aliases, no tags, no surprises, and every value keeps its place.

YAML 1.1 turns `no` into False, `4.10` into 4.1 and `1:30` into 90. A catalogue is full of such
identifiers, so nothing is resolved here: every scalar stays the text that was written, and
`waymark.catalogue.rows` converts it where a field asks for a number or a yes or no.

The limits come from the largest of 288 public libraries; no honest file meets them.
"""

import re
from dataclasses import dataclass
from typing import Final

import yaml
from django.utils.translation import gettext as _

from waymark.core.errors import RuleBroken
from waymark.core.sizes import size_in_words
from waymark.core.text import first_unwanted, name_of

MAX_BYTES: Final = 16 * 1024 * 1024
MAX_DEPTH: Final = 64
MAX_NODES: Final = 20_000
MAX_TEXT_BYTES: Final = 64 * 1024

# The C loader reads 2.8 MB in 0.7 s, the Python one in 4.9 s; both give the same events.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})


class CatalogueFault(RuleBroken):
    """One thing that is wrong in a catalogue file, in a sentence fit for the person who wrote it.

    `line` and `column` count from 1; 0 means that the fault belongs to the file as a whole.
    `file` is the name inside the folder, or "" where the text came without one.
    """

    def __init__(self, code: str, message: str, line: int = 0, column: int = 0, *, file: str = "") -> None:
        """Keep the sentence and its place."""
        super().__init__(message, code=code)
        self.line = line
        self.column = column
        self.file = file

    @property
    def place(self) -> str:
        """The place in the form `clauses.yaml:12:3`, as editors understand it."""
        parts = [self.file, *(str(part) for part in (self.line, self.column) if part)]
        return ":".join(part for part in parts if part)

    def within(self, file: str) -> "CatalogueFault":
        """The same fault, said of a named file."""
        return CatalogueFault(str(self.code), str(self.message), self.line, self.column, file=file)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value exactly as written. `is_null` is true for an unquoted nothing, `~` or `null`."""

    text: str
    is_null: bool
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of values."""

    items: "tuple[Value, ...]"
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Table:
    """Names with values, in the order of the file; `keys` tells where each name stands."""

    entries: "dict[str, Value]"
    keys: dict[str, Scalar]
    line: int
    column: int


Value = Scalar | Sequence | Table


def parse(data: bytes, *, max_nodes: int = MAX_NODES) -> Value:
    """Read one YAML document into located values.

    `max_nodes` counts every scalar, list and table. Raises CatalogueFault for anything but one
    plain document in UTF-8 within the limits; never any other exception.
    """
    text = _decoded(data)
    build = _Build(max_nodes)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            build.take(event)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The Python loader lets `"\U00110000"` and a version of 5,000 digits through to chr() and int().
        raise _unreadable(error, text) from None
    if build.root is None:
        raise CatalogueFault("empty", _("The file is empty."), 1, 1)
    return build.root


def _decoded(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise CatalogueFault("too-large", _("The file is larger than %(limit)s.") % {"limit": size_in_words(MAX_BYTES)})
    if b"\0" in data or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CatalogueFault("encoding", _("The file is not UTF-8 text; it looks like UTF-16 or binary."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        message = _("The file is not UTF-8 text; save it as UTF-8.")
        raise CatalogueFault("encoding", message, line, error.start - before.rfind(b"\n")) from None


def _unreadable(error: Exception, text: str) -> CatalogueFault:
    line, column = _position(error, text)
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or _("unknown reason"))
    if _has_tab(text, line):
        message = _("A tab is used where YAML needs spaces.")
        return CatalogueFault("tab", message, line, column)
    message = _("The file cannot be read as YAML: %(problem)s.") % {"problem": problem}
    return CatalogueFault("syntax", message, line, column)


def _position(error: Exception, text: str) -> tuple[int, int]:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        return mark.line + 1, mark.column + 1
    offset = getattr(error, "position", None)
    if isinstance(offset, int):
        before = text[:offset]
        return before.count("\n") + 1, offset - before.rfind("\n")
    return 0, 0


def _has_tab(text: str, line: int) -> bool:
    lines = text.splitlines()
    written = lines[line - 1] if 0 < line <= len(lines) else ""
    return re.match(r"\s*\t", written) is not None or re.match(r"\s*[^\s:]+:\s*\t", written) is not None


class _Build:
    """Turns parser events into values with a stack of open collections instead of recursion."""

    def __init__(self, max_nodes: int) -> None:
        """Begin with nothing read."""
        self.root: Value | None = None
        self._open: list[_Open] = []
        self._left = max_nodes
        self._limit = max_nodes
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        mark = event.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        match event:
            case yaml.AliasEvent():
                raise CatalogueFault("alias", _("Aliases (*name) are not allowed."), line, column)
            case yaml.DocumentStartEvent():
                self._begin_document(line, column)
            case yaml.ScalarEvent():
                self._admit(event, line, column)
                self._put(_scalar(event, line, column), is_plain=not event.style)
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                self._admit(event, line, column)
                is_table = isinstance(event, yaml.MappingStartEvent)
                self._refuse_depth(line, column)
                self._open.append(_Open(is_table=is_table, line=line, column=column))
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self._put(self._open.pop().closed(), is_plain=False)

    def _begin_document(self, line: int, column: int) -> None:
        self._documents += 1
        if self._documents > 1:
            raise CatalogueFault("documents", _("The file contains more than one document."), line, column)

    def _admit(self, event: yaml.NodeEvent, line: int, column: int) -> None:
        if event.anchor is not None:
            raise CatalogueFault("alias", _("Anchors (&name) are not allowed."), line, column)
        tag = getattr(event, "tag", None)
        if tag is not None:
            message = _("The tag %(tag)s on line %(line)d is not allowed; a catalogue contains plain values only.")
            raise CatalogueFault("tag", message % {"tag": tag, "line": line}, line, column)
        self._left -= 1
        if self._left < 0:
            message = _("The file contains more than %(limit)d values.") % {"limit": self._limit}
            raise CatalogueFault("too-many", message, line, column)

    def _refuse_depth(self, line: int, column: int) -> None:
        if len(self._open) >= MAX_DEPTH:
            message = _("Values are nested more than %(limit)d levels deep.") % {"limit": MAX_DEPTH}
            raise CatalogueFault("too-deep", message, line, column)

    def _put(self, value: Value, *, is_plain: bool) -> None:
        if self._open:
            self._open[-1].take(value, is_plain=is_plain)
        else:
            self.root = value


class _Open:
    """A list or table whose end has not been read yet."""

    def __init__(self, *, is_table: bool, line: int, column: int) -> None:
        """Begin with nothing inside."""
        self._is_table = is_table
        self._line = line
        self._column = column
        self._items: list[Value] = []
        self._entries: dict[str, Value] = {}
        self._keys: dict[str, Scalar] = {}
        self._key: Scalar | None = None

    def take(self, value: Value, *, is_plain: bool) -> None:
        if not self._is_table:
            self._items.append(value)
        elif self._key is None:
            self._key = self._checked_key(value, is_plain=is_plain)
        else:
            self._entries[self._key.text] = value
            self._keys[self._key.text] = self._key
            self._key = None

    def closed(self) -> Value:
        if self._is_table:
            return Table(self._entries, self._keys, self._line, self._column)
        return Sequence(tuple(self._items), self._line, self._column)

    def _checked_key(self, value: Value, *, is_plain: bool) -> Scalar:
        if not isinstance(value, Scalar):
            raise CatalogueFault("key", _("A name must be a single text."), value.line, value.column)
        if is_plain and value.text == "<<":
            raise CatalogueFault("merge", _("Merge keys (<<) are not allowed."), value.line, value.column)
        if value.text in self._keys:
            message = _("The name “%(name)s” is used twice; first on line %(line)d.")
            first = self._keys[value.text].line
            named = message % {"name": value.text[:60], "line": first}
            raise CatalogueFault("duplicate-key", named, value.line, value.column)
        return value


def _scalar(event: yaml.ScalarEvent, line: int, column: int) -> Scalar:
    text = str(event.value)
    if len(text) > MAX_TEXT_BYTES // 4 and len(text.encode("utf-8", "replace")) > MAX_TEXT_BYTES:
        message = _("A text is longer than %(limit)s.") % {"limit": size_in_words(MAX_TEXT_BYTES)}
        raise CatalogueFault("too-long", message, line, column)
    found = None if text.isascii() and text.isprintable() else first_unwanted(text, lines=True)
    if found is not None:
        message = _("A text contains a character that cannot be stored: %(name)s.") % {"name": name_of(found)}
        raise CatalogueFault("control", message, line, column)
    return Scalar(text, is_null=not event.style and text in _NULLS, line=line, column=column)
