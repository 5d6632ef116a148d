"""Two versions of one record side by side, so that nobody's work is lost."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import QueryDict

from waymark.core.forms import ENVELOPE
from waymark.core.references import key_in

Named = Callable[[str, int], str]
"""What a reader may read of a record that a field points at, by its kind and key; empty for nothing."""

_ENVELOPE = ENVELOPE | {"version", "base_revision"}


@dataclass(frozen=True, slots=True)
class Line:
    """One field in both versions; `differs` says whether they disagree."""

    label: str
    mine: str
    theirs: str

    @property
    def differs(self) -> bool:
        """Return whether the two versions disagree."""
        return self.mine != self.theirs


@dataclass(frozen=True, slots=True)
class Conflict:
    """What was sent beside what is stored. `again` sends mine once more, now that theirs was seen."""

    lines: tuple[Line, ...]
    again: tuple[tuple[str, str], ...]
    version: int | None


def conflict_of(sent: QueryDict, theirs: models.Model | None, named: Named) -> Conflict:
    """Return both versions of what a form sent; fields the record does not have are shown without theirs.

    A record that a field points at is called what `named` calls it, so that nobody reads here what is hidden from them.

    A form with a password is never offered again: what was typed there is not put into a page.
    """
    names = [name for name in sent if name not in _ENVELOPE and "password" not in name]
    version = getattr(theirs, "version", None)
    secret = any("password" in name for name in sent)
    again = () if secret or version is None else tuple((name, one) for name in names for one in sent.getlist(name))
    lines = tuple(_line(name, sent.getlist(name), theirs, named) for name in names)
    return Conflict(lines, again, version)


def _line(name: str, mine: Sequence[str], theirs: models.Model | None, named: Named) -> Line:
    field = _field(name, theirs)
    label = str(field.verbose_name) if field is not None else name.replace("_", " ")
    stored = _stored(field, theirs, named) if theirs is not None and field is not None else ""
    return Line(label[:1].upper() + label[1:], ", ".join(_called(field, one, named) for one in mine), stored)


def _field(name: str, theirs: models.Model | None) -> "models.Field[Any, Any] | None":
    try:
        found = theirs._meta.get_field(name) if theirs is not None else None
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, models.Field) else None


def _called(field: "models.Field[Any, Any] | None", value: str, named: Named) -> str:
    key = key_in(value) if isinstance(field, models.ForeignKey) else None
    if isinstance(field, models.ForeignKey) and key is not None:
        return named(field.related_model._meta.label_lower, key) or value
    if isinstance(field, models.JSONField):
        return ", ".join(value.splitlines())
    return _choice(field, value)


def _stored(field: "models.Field[Any, Any]", theirs: models.Model, named: Named) -> str:
    value = getattr(theirs, field.attname)
    if isinstance(field, models.ForeignKey) and value is not None:
        return named(field.related_model._meta.label_lower, value)
    if isinstance(value, list | tuple | Mapping):
        words = getattr(theirs, "vocabulary", {}).get(field.attname)
        # Steps of a checklist and the like have a function that says one; lists of choices are shown as they were sent.
        one_in_words = str if words is None or isinstance(words, type) else words
        return ", ".join(one_in_words(one) for one in value)
    if value is None:
        return ""
    return _choice(field, str(value.isoformat() if hasattr(value, "isoformat") else value))


def _choice(field: "models.Field[Any, Any] | None", value: str) -> str:
    labels = {str(one): str(label) for one, label in field.flatchoices} if field is not None and field.choices else {}
    return labels.get(value, value)
