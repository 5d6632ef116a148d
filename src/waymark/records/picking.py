"""Picking another record in a form: the field, and what a search for it finds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.core.text import normal
from waymark.people.readers import Reader
from waymark.records.kinds import RecordLine, find, kind_called, kinds, line_written

_LONGEST: Final = 200
_WRITTEN: Final = 100
REFERENCE: Final = {"type": "string", "description": "A record by the word of its kind and its key, as requirement:57."}


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
                _("This record is not there. Find it and choose it from the list."), code="unknown-record"
            )
        return line


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


def picker(reader: Reader, text: str, chosen: str) -> Picker:
    """Return at most 20 records of each kind that a text finds; for an empty text only what is chosen already."""
    words = normal(text.replace("\0", ""))[:_LONGEST]
    line = line_written(reader, chosen[:_WRITTEN])
    found = find(reader, words) if words else {}
    groups = [Group(kind.label, kind.word, found[kind.word]) for kind in kinds() if kind.word in found]
    return Picker(words, chosen if line else "", line, groups)
