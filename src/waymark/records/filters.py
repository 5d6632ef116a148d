"""The filters that most registers have: words, owner, a choice from a list, yes or no, on or off."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.core.forms import Line
from waymark.core.references import key_in, number_in
from waymark.core.text import fold
from waymark.people.models.member import Member
from waymark.people.readers import Reader
from waymark.records.registers import Filter, Reading

ME, NOBODY, ALL = "me", "nobody", "all"
YES, NO = "yes", "no"
WEEK: Final = dt.timedelta(days=7)
_LONGEST = 200
_TITLE, _OWNER = _("Title or number"), _("Owner")


class OwnerChoice(forms.ChoiceField):
    """Me, nobody, or an active member of the organisation, by key; `of_whom` is the empty choice."""

    described: ClassVar = {"type": "string", "description": "me, nobody, or the key of a member"}

    def __init__(self, reader: Reader, **kwargs: Any) -> None:
        """Read the members once, when the choices are shown or checked."""
        super().__init__(required=False, choices=cache(lambda: _owners(reader)), **kwargs)

    def clean(self, value: Any) -> Any:
        """Return `me`, `nobody`, or the key of a member."""
        text: str = super().clean(value)
        return text if text in {"", ME, NOBODY} else key_in(text)


def _owners(reader: Reader) -> list[tuple[str, Any]]:
    # The reader keeps them for the length of a request: a page shows the choices in more than one place.
    kept = getattr(reader, "_colleagues", None)
    if kept is None:
        kept = list(Member.objects.of(reader.organisation).active().by_name())
        if isinstance(reader, Member):
            reader.__dict__["_colleagues"] = kept
    members = [(str(one.pk), one.name) for one in kept]
    return [("", _("All owners")), (ME, _("Mine")), (NOBODY, _("No owner")), *members]


def words(
    text_of: Callable[[Any], Sequence[str]],
    *,
    label: str | Promise = _TITLE,
    reference: str = "reference",
) -> Filter[Any]:
    """Return the filter for words: the reference, or a text in one of the searched fields, whatever its case.

    `text_of` returns the searched texts of a row; the database is asked by `matching`.
    """

    def keeps(row: Any, text: str, _reading: Reading) -> bool:
        wanted = fold(text)
        shown = str(getattr(row, reference))
        prefix, _dash, number = shown.rpartition("-")
        is_it = wanted == fold(shown) or str(number_in(text, prefix)) == number
        return is_it or any(wanted in fold(one) for one in text_of(row))

    return Filter(
        name="q",
        field=lambda _reader: Line(required=False, max_length=_LONGEST, label=label),
        narrow=lambda rows, text, _reading: rows.matching(text),
        keeps=keeps,
    )


def words_in(keeps: Callable[[Any, str, Reading], bool], *, label: str | Promise) -> Filter[Any]:
    """Return the filter for words of computed rows; `keeps` says whether a row holds them."""
    return Filter(
        name="q",
        field=lambda _reader: Line(required=False, max_length=_LONGEST, label=label),
        keeps=keeps,
    )


def owner(owner_id_of: Callable[[Any], int | None], *, label: str | Promise = _OWNER) -> Filter[Any]:
    """Return the filter for who owns a record: me, nobody, or one member."""

    def wanted(value: Any, reading: Reading) -> int | None:
        if value == NOBODY:
            return None
        return reading.reader.pk if value == ME else int(value)

    return Filter(
        name="owner",
        field=lambda reader: OwnerChoice(reader, label=label),
        narrow=lambda rows, value, reading: rows.filter(owner_id=wanted(value, reading)),
        keeps=lambda row, value, reading: owner_id_of(row) == wanted(value, reading),
    )


def choice(  # noqa: PLR0913 -- one argument for each thing that differs
    name: str,
    choices: Sequence[tuple[str, Any]],
    *,
    label: str | Promise,
    narrow: Callable[[Any, Any, Reading], Any] | None,
    keeps: Callable[[Any, Any, Reading], bool],
    as_chips: bool = False,
    otherwise: str | None = None,
) -> Filter[Any]:
    """Return the filter for one value of a list; `otherwise` holds where nothing is chosen."""
    empty = [] if otherwise is not None else [("", _("All"))]
    return Filter(
        name=name,
        field=lambda _reader: forms.ChoiceField(required=False, choices=[*empty, *choices], label=label),  # type: ignore[arg-type]  # a lazy text
        narrow=narrow,
        keeps=keeps,
        as_chips=as_chips,
        otherwise=otherwise,
    )


def field_choice(
    name: str,
    choices: Sequence[tuple[str, Any]],
    *,
    label: str | Promise,
    value_of: Callable[[Any], str] | None = None,
) -> Filter[Any]:
    """Return the filter for a field that holds one value of a list, under the field's own name."""
    value_of = value_of or attrgetter(name)
    return choice(
        name,
        choices,
        label=label,
        narrow=lambda rows, value, _reading: rows.filter(**{name: value}),
        keeps=lambda row, value, _reading: value_of(row) == value,
    )


def yes_no(name: str, *, label: str | Promise, of: Callable[[Any], bool] | None = None) -> Filter[Any]:
    """Return the filter for a field that is true or false: all, those that are, those that are not.

    `of` returns the value of a row where that is no field of its own name.
    """
    found = of or attrgetter(name)
    return choice(
        name,
        [(YES, _("Yes")), (NO, _("No"))],
        label=label,
        narrow=lambda rows, value, _reading: rows.filter(**{name: value == YES}),
        keeps=lambda row, value, _reading: bool(found(row)) is (value == YES),
    )


def state(states: type[models.TextChoices], *, otherwise: str) -> Filter[Any]:
    """Return the filter for the state of a record, as a row of chips; the list begins with one state, not with all."""
    return choice(
        "state",
        [*states.choices, (ALL, _("All"))],
        label=_("State"),
        narrow=lambda rows, value, _reading: rows if value == ALL else rows.filter(state=value),
        keeps=lambda one, value, _reading: value in {ALL, one.state},
        as_chips=True,
        otherwise=otherwise,
    )


def tick(
    name: str,
    *,
    label: str | Promise,
    narrow: Callable[[Any, Reading], Any] | None,
    keeps: Callable[[Any, Reading], bool],
) -> Filter[Any]:
    """Return a filter that is on or off."""
    return Filter(
        name=name,
        field=lambda _reader: forms.BooleanField(required=False, label=label),  # type: ignore[arg-type]  # a lazy text
        narrow=None if narrow is None else lambda rows, _value, reading: narrow(rows, reading),
        keeps=lambda row, _value, reading: keeps(row, reading),
    )


class Chosen(forms.MultipleChoiceField):
    """The chosen rows of a register, each as its key and the version that was seen, such as `3:7`."""

    def __init__(self, most: int) -> None:
        """Know how many may be chosen at once."""
        super().__init__(label=_("Selected"), error_messages={"required": _("Select at least one row.")})
        self.most = most

    def clean(self, value: Any) -> Any:
        """Return the chosen keys with their versions, in order. Refuses too many by number before it reads any."""
        given = list(dict.fromkeys(value or []))
        if len(given) > self.most:
            raise ValidationError(
                _("At most %(most)d rows can be changed at once. Filter the list, or change it in parts."),
                code="too-many-lines",
                params={"most": self.most},
            )
        if self.required and not given:
            raise ValidationError(self.error_messages["required"], code="nothing-chosen")
        pairs = [str(one).rpartition(":") for one in given]
        if any(not key or key_in(version) is None for key, _colon, version in pairs):
            raise ValidationError(_("A selected row cannot be read. Reload the page."), code="invalid")
        return {key: key_in(version) for key, _colon, version in pairs}
