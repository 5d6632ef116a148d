"""Words as people look for them: without case and accents, ß as ss, on every database alike."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from django.db import models
from django.db.models import F, Func, Q, Value

from waymark.core.text import fold

_RANGES: Final = (range(0x41, 0x590), range(0x1E00, 0x2000))
"""Latin, Greek, Cyrillic and Armenian, with their accented letters."""
_ACCENTED: Final = range(0xC0, 0x180)
"""The accented letters of European languages; of a letter with none of them the bare one is looked for first."""
_MOST_PLACES: Final = 2
"""Places of a text in which ß is looked for beside ss."""


def folded_in(text: str, fields: Iterable[str]) -> Q:
    """Return the condition that one of some fields holds a text, whatever its case and accents.

    Texts of English letters, which are most, are compared as the database does it by itself. Only where there is any
    other letter, and the rest fits, a regular expression is asked, for it takes a hundred times as long.
    """
    plain = fold(text)
    if not plain:
        return Q(pk=None)
    pattern = _pattern(plain)
    holds = Q()
    for name in fields:
        fits = Q()
        for likely in _likely(plain):
            fits |= Q(_Like(F(name), Value(likely)))
        # The cheapest first: databases ask in this order.
        has_others = Q(_HasOtherLetters(F(name)))
        holds |= Q(**{f"{name}__icontains": plain}) | (has_others & fits & Q(_Matches(F(name), Value(pattern))))
    return holds


def _pattern(plain: str) -> str:
    """Return the regular expression, which both databases read alike."""
    return "(ss|SS|Ss|[ßẞ])".join("".join(map(_set_of, part)) for part in plain.split("ss"))


def _likely(plain: str) -> list[str]:
    """Return what a text must look like in any case: with a gap for each letter that may have an accent."""
    ways = [""]
    for at, part in enumerate(re.split("ss", plain, maxsplit=_MOST_PLACES)):
        spelled = "".join(_gap(one) for one in part)
        between = ("__", "_") if at else ("",)
        ways = [way + gap + spelled for way in ways for gap in between]
    return [f"%{way}%" for way in ways]


def _gap(one: str) -> str:
    # What is no plain letter or digit may be a sign of LIKE.
    has_accents = any(ord(letter) in _ACCENTED for letter in _alike().get(one, ""))
    return "_" if has_accents or not (one.isascii() and one.isalnum()) else one


class _HasOtherLetters(Func):
    """Whether a text has a letter that is not English: then it has more bytes than letters."""

    template = "(octet_length(%(expressions)s) <> length(%(expressions)s))"
    output_field = models.BooleanField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Count the bytes as SQLite does."""
        counted = "(length(CAST(%(expressions)s AS BLOB)) <> length(%(expressions)s))"
        return super().as_sql(compiler, connection, template=counted, **more)


class _Like(Func):
    """Whether a text has a form; only where the signs of the form are ours."""

    template, arg_joiner = "%(expressions)s", " LIKE "
    output_field = models.BooleanField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Ignore case, as SQLite does by itself."""
        return super().as_sql(compiler, connection, arg_joiner=" ILIKE ", **more)


class _Matches(Func):
    """Whether a text fits a regular expression."""

    template, arg_joiner = "%(expressions)s", " ~ "
    output_field = models.BooleanField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Use SQLite's word for it."""
        return super().as_sql(compiler, connection, arg_joiner=" REGEXP ", **more)


@cache
def _alike() -> dict[str, str]:
    """Return all letters by the one they are folded to."""
    found: dict[str, str] = {}
    for one in (chr(code) for codes in _RANGES for code in codes):
        plain = fold(one)
        if len(plain) == 1 and one.isalpha():
            found[plain] = found.get(plain, "") + one
    return found


@cache
def _set_of(one: str) -> str:
    letters = _alike().get(one, "")
    if letters:
        return f"[{letters}]"
    return one if one.isalnum() or one.isspace() else re.escape(one)
