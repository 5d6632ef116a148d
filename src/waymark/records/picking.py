"""Picking another record in a form: the field, and what a search for it finds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.core.references import key_in, pair_in
from waymark.core.text import normal
from waymark.people.readers import Reader
from waymark.records.kinds import RecordLine, find, kind_called, kinds, line_written, lines_for

_LONGEST: Final = 200
_WRITTEN: Final = 100
MOST_RECORDS: Final = 50
"""Records that one act links at once."""
REFERENCE: Final = {"type": "string", "description": "A record as kind and key, such as requirement:57."}
REFERENCES: Final = {
    "type": "array",
    "items": {"type": "string"},
    "maxItems": MOST_RECORDS,
    "description": (
        "Records as kind and key, such as requirement:57; in a multipart body, one text separated by commas."
    ),
}


class RecordField(forms.CharField):
    """A record by the word of its kind and its key, such as `requirement:57`; its value is the record's line.

    What the reader may not read does not exist, and no record of a kind that cannot be picked is taken.
    """

    def __init__(self, reader: Reader, **kwargs: Any) -> None:
        """Keep who names it."""
        kwargs.setdefault("required", False)
        kwargs.setdefault("label", _("Record"))
        super().__init__(max_length=_WRITTEN, **kwargs)
        self.reader = reader

    def clean(self, value: Any) -> Any:
        """Return the line of the record, or None for nothing."""
        text = super().clean(value)
        if not text:
            return None
        line = line_written(self.reader, text)
        kind = kind_called(text.partition(":")[0].strip())
        if line is None or kind is None or kind.choose is None:
            raise ValidationError(
                _("This record does not exist. Search for it and choose it from the list."), code="unknown-record"
            )
        return line

    def in_words(self, written: str) -> str:
        """Return what people call a record that was written, or what was written where it is none."""
        line = line_written(self.reader, written)
        return str(line) if line is not None else written


class RecordsField(forms.MultipleChoiceField):
    """Several records, each written as a `RecordField` takes it; its value is their lines, each once.

    A program may send them as one text, separated by commas, where it can send nothing but texts.
    """

    widget = forms.MultipleHiddenInput

    def __init__(self, reader: Reader, **kwargs: Any) -> None:
        """Keep who names them."""
        kwargs.setdefault("required", False)
        kwargs.setdefault("label", _("Records"))
        super().__init__(**kwargs)
        self.reader = reader

    def to_python(self, value: Any) -> list[str]:
        """Return the texts that name records."""
        texts = value.split(",") if isinstance(value, str) else super().to_python(value)
        return list(dict.fromkeys(text.strip() for text in texts if text.strip()))

    def validate(self, value: list[str]) -> None:
        """Refuse more than one act takes; what is named is looked for afterwards."""
        if len(value) > MOST_RECORDS:
            raise ValidationError(
                _("At most %(most)d records can be linked at once."),
                code="too-many-records",
                params={"most": MOST_RECORDS},
            )

    def clean(self, value: Any) -> Any:
        """Return the lines of the records in their order."""
        texts = super().clean(value)
        chosen = chosen_lines(self.reader, texts)
        if len(chosen) < len(texts):
            raise ValidationError(
                _("One of the records does not exist. Search for it and choose it from the list."),
                code="unknown-record",
            )
        return [line for _text, line in chosen]


def chosen_lines(reader: Reader, texts: Sequence[str]) -> list[tuple[str, RecordLine]]:
    """Return those of some records, written as `requirement:57`, that can be picked and read, each with its text."""
    asked = {}
    for text in texts:
        pair = pair_in(text[:_WRITTEN])
        kind, key = (kind_called(pair[0]), key_in(pair[1])) if pair else (None, None)
        if kind is not None and kind.choose is not None and key is not None:
            asked[text] = (kind.kind, key)
    lines = lines_for(reader, asked.values())
    return [(text, lines[record]) for text, record in asked.items() if record in lines]


@dataclass(frozen=True, slots=True)
class Group:
    """The records of one kind that were found."""

    label: str | Promise
    word: str
    lines: Sequence[RecordLine]


@dataclass(frozen=True, slots=True)
class Picker:
    """What was looked for, what is chosen, and what was found."""

    find: str
    chosen: str
    chosen_line: RecordLine | None
    groups: list[Group]


@dataclass(frozen=True, slots=True)
class Choosing:
    """Several records: what was looked for, what is chosen already, and what was found beside it."""

    find: str
    chosen: list[tuple[str, RecordLine]]
    groups: list[Group]


def choosing(reader: Reader, text: str, chosen: Sequence[str], *, without: Sequence[str] = ()) -> Choosing:
    """Return what a text finds beside what is chosen; kinds `without` are not looked for. As `picker`, for several."""
    words = normal(text.replace("\0", ""))[:_LONGEST]
    lines = chosen_lines(reader, chosen[:MOST_RECORDS])
    there = {(line.kind, line.pk) for _text, line in lines}
    asked = [kind for kind in kinds() if kind.word not in without]
    found = find(reader, words, among=asked) if words else {}
    groups = [
        Group(kind.label, kind.word, left)
        for kind in asked
        if (left := [line for line in found.get(kind.word, ()) if (line.kind, line.pk) not in there])
    ]
    return Choosing(words, lines, groups)


def picker(reader: Reader, text: str, chosen: str) -> Picker:
    """Return at most 20 records of each kind that a text finds; for an empty text only what is chosen already."""
    words = normal(text.replace("\0", ""))[:_LONGEST]
    line = line_written(reader, chosen[:_WRITTEN])
    found = find(reader, words) if words else {}
    groups = [Group(kind.label, kind.word, found[kind.word]) for kind in kinds() if kind.word in found]
    return Picker(words, chosen if line else "", line, groups)
