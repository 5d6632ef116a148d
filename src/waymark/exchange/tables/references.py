"""Recognises references such as 6.1.4, A.6.2.4 or 6.1.4-2 in the many ways in which people write them.

A spreadsheet program turns 10.1 into a number and 4.2 into a date; the original is rebuilt from the
value and its number format, and what cannot be told for certain is proposed, not decided.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final

from waymark.exchange.tables.dates import month_number
from waymark.exchange.tables.number_formats import EPOCH_1900, shown_date, shown_number
from waymark.exchange.tables.workbook import Cell

_IGNORED: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DASHES: Final = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
# Latin A is what is meant when a Cyrillic or Greek keyboard was on.
_LOOK_ALIKE: Final = str.maketrans({"\u0430": "a", "\u03b1": "a", "\u0410": "a", "\u0391": "a"})
_STANDARD: Final = re.compile(r"(?:iso(?:[ /-]?iec)?[ -]?)?42001(?:[:-]2023)?[ :,/-]*")
_ANNEX_LABEL: Final = re.compile(r"\(?(?:annex|anhang|annexe|anexo|příloha|παράρτημα) ?a\)?[ :.,-]*")
_CLAUSE_LABEL: Final = re.compile(
    r"(?:clauses?|sections?|sub-?clause|chapters?|controls?|requirements?|req|ref|kapitel|abschnitt|ziffer|"
    r"anforderung|chapitre|article|exigence|cláusulas?|clausulas?|apartado|requisito|kapitola|ρήτρα|§§?|"
    r"(?:cl|sec|ch|kap|abschn|ctrl)(?=[. ]))\.?[ :]*"
)
_CORE: Final = re.compile(r"(a)?([ ._-]{0,2})([0-9]{1,2}(?:[ ]?\.[ ]?[0-9]{1,2}){0,3})(?![0-9])\.?")
_ANNEX_AFTER: Final = re.compile(r" ?[(\[]? ?(?:annex|anhang|annexe|anexo|příloha) ?a ?[)\]]?")
_POINT: Final = re.compile(r" ?(?:-|/|#|\(|point|pt\.?) ?#?([0-9]{1,2})(?![0-9.])")
_LETTER: Final = re.compile(r" ?\(?([a-z]|i{1,3}|iv|vi{0,3})\)")
_LETTER_END: Final = re.compile(r" ?([a-z])\.?")
_ANOTHER: Final = re.compile(r"[0-9]{1,2}\.[0-9]")
_UNTIL: Final = re.compile(r" ?(?:-|to|until|through|bis|à|jusqu'à|a|hasta|až|έως|\.{2,3}|…) ?")
_TITLE: Final = re.compile(r"[ :,.;–-]{0,3}[ :,;-][^\W\d_].*", re.DOTALL)
_NUMERIC_DATE: Final = re.compile(r"([0-9]{1,4})[./-]([0-9]{1,2})[./-]([0-9]{1,4})")
_PAIR: Final = re.compile(r"([0-9]{1,2})[,/-]([0-9]{1,2})")
_ZERO_PADDED: Final = re.compile(r"(?<![0-9])0+(?=[0-9])")
_DAY_MONTH: Final = re.compile(r"([0-9]{1,2})[. -]*([^\W\d_]{3,10})\.?(?:[ -]*(?:[0-9]{2}|[0-9]{4}))?")
_MONTH_DAY: Final = re.compile(r"([^\W\d_]{3,10})\.?[ -]*([0-9]{1,2})")
_PLAIN_SERIALS: Final = range(30_000, 60_000)
_LONGEST: Final = 300
# No part of a reference of the standard, nor of its relatives, is higher.
_HIGHEST_DIGIT: Final = 12
_DAY_DIGITS: Final = 2


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a cell refers to.

    `ref` set and not `certain` is a proposal to ask about; `ref` None with candidates is a choice;
    neither is an unknown reference. `how` is one of: empty, exact, alias, with_title,
    letter_dropped, annex_assumed, look_alike, number, number_repeated, trailing_zero_lost,
    date_by_format, date, date_text, several, range, unknown. A range has no `ref`; its candidates are
    the first and the last one.
    """

    ref: str | None
    certain: bool
    how: str
    candidates: tuple[str, ...] = ()


def recognise(cell: Cell | str, known: Collection[str]) -> Recognition:
    """The reference in a cell, among the known ones (requirements and, if wanted, their points)."""
    if isinstance(cell, str):
        cell = Cell(cell)
    names = _by_folded(known if isinstance(known, frozenset) else frozenset(known))
    if cell.kind == "date":
        return _from_date(cell, names)
    if cell.kind == "number" and cell.number is not None:
        return _from_number(cell, cell.number, names)
    return _from_text(cell.text, names)


def recognise_column(cells: Iterable[Cell | str], known: Collection[str]) -> tuple[Recognition, ...]:
    """The references of a whole column.

    A number that comes back further down, with others between, has probably lost a zero (5.1, 5.2,
    … 5.10), so neither of the two is certain.
    """
    names = frozenset(known)
    values = list(cells)
    found = [recognise(cell, names) for cell in values]
    blocks: dict[str, int] = {}
    previous = None
    for one in found:
        if one.ref is not None and one.ref != previous:
            blocks[one.ref] = blocks.get(one.ref, 0) + 1
        previous = one.ref or previous
    return tuple(
        replace(one, certain=False, how="number_repeated", candidates=(one.ref,))
        if one.ref is not None and one.how == "number" and blocks[one.ref] > 1
        else one
        for one in found
    )


Names = dict[str, str]


@lru_cache(maxsize=16)
def _by_folded(known: frozenset[str]) -> Names:
    return {name.casefold(): name for name in sorted(known)}


def _known(candidates: Iterable[str], names: Names, prefix: str = "") -> tuple[str, ...]:
    """The candidates that exist, each once."""
    found = (names.get(prefix + candidate) for candidate in candidates)
    return tuple(dict.fromkeys(name for name in found if name is not None))


Tiers = Iterable[list[str]]


def _proposed(tiers: Tiers, how: str, names: Names) -> Recognition:
    """The only candidate of the first tier that has any; several there are a choice.

    Within a tier a clause goes before the Annex A control with the same digits.
    """
    hits = [found for tier in tiers for prefix in ("", "a.") if (found := _known(tier, names, prefix))]
    if not hits:
        return Recognition(None, certain=False, how="unknown")
    every = tuple(dict.fromkeys(name for found in hits for name in found))
    return Recognition(hits[0][0] if len(hits[0]) == 1 else None, False, how, every)


def _from_text(text: str, names: Names) -> Recognition:
    shown = text.strip()
    if not shown:
        return Recognition(None, certain=False, how="empty")
    if names.get(shown.casefold()) == shown:
        return Recognition(shown, certain=True, how="exact", candidates=(shown,))
    if len(shown) > _LONGEST:
        return Recognition(None, certain=False, how="unknown")
    plain = _IGNORED.sub("", unicodedata.normalize("NFKC", shown)).casefold()
    plain = " ".join(_DASHES.sub("-", plain).split())
    latin = plain.translate(_LOOK_ALIKE) if re.match(r"[\u0430\u03b1]", plain) else plain
    found = _from_label(latin, names)
    if found.how == "unknown" and not found.candidates:
        found = _proposed(_date_text_spellings(plain), "date_text", names)
    if latin != plain and found.ref is not None:
        return replace(found, certain=False, how="look_alike")
    return found


def _from_label(text: str, names: Names) -> Recognition:
    """A text in its comparable form: labels off, then the core, then what follows it."""
    rest = _past(_STANDARD, text)
    without_label = _past(_CLAUSE_LABEL, _past(_ANNEX_LABEL, _past(_CLAUSE_LABEL, rest)))
    in_annex = bool(_ANNEX_LABEL.match(_past(_CLAUSE_LABEL, rest)))
    core = _CORE.match(without_label)
    if core is None:
        return Recognition(None, certain=False, how="unknown")
    digits = core[3].replace(" ", "")
    tail = without_label[core.end() :]
    if after := _ANNEX_AFTER.match(tail):
        in_annex, tail = True, tail[after.end() :]
    in_annex = in_annex or core[1] is not None
    if span := _range("a." if in_annex else "", digits, tail, names):
        return Recognition(None, certain=True, how="range", candidates=span)
    wanted = f"a.{digits}" if in_annex else digits
    base = names.get(wanted)
    if base is None and not in_annex:
        base = names.get(f"a.{digits}")
    return _with_tail(base, tail, names, is_assumed=base is not None and base.casefold() != wanted)


def _range(family: str, first: str, tail: str, names: Names) -> tuple[str, str] | None:
    """The first and last reference of "4.1-4.3" or "A.2.2 to A.2.4", where both exist and are in this order."""
    until = _UNTIL.match(tail)
    rest = tail[until.end() :].rstrip(" .:;,)") if until else ""
    core = _CORE.fullmatch(_past(_ANNEX_LABEL, _past(_CLAUSE_LABEL, rest)))
    last = core[3].replace(" ", "") if core else ""
    if core is None or "." not in last or (core[1] is not None and not family):
        return None
    begin, end = names.get(family + first), names.get(family + last)
    return (begin, end) if begin and end and order_of(begin) < order_of(end) else None


def order_of(ref: str) -> tuple[int, ...]:
    """The place of a reference among others: clauses before Annex A, 9 before 10."""
    bare = ref.casefold().removeprefix("a.").partition("-")[0]
    numbers = tuple(int(part) for part in bare.split(".") if part.isdecimal())
    return (int(ref.casefold().startswith("a.")), *numbers)


def between(first: str, last: str, refs: Iterable[str]) -> tuple[str, ...]:
    """Those of the references that lie in a range; its end may be a heading, with all that is under it."""
    begin, end = order_of(first), order_of(last)
    return tuple(ref for ref in refs if begin <= order_of(ref) and order_of(ref)[: len(end)] <= end)


def _with_tail(base: str | None, tail: str, names: Names, *, is_assumed: bool) -> Recognition:
    """The point, letter or title after the core; `base` is the known requirement, if there is one."""
    if base is None:
        return Recognition(None, certain=False, how="unknown")
    ref, how, tail = _part(base, tail.rstrip(" .:;,)"), names)
    if ref is None:
        return Recognition(None, certain=False, how="unknown", candidates=(base,))
    if _ANOTHER.search(tail):
        return Recognition(None, certain=False, how="several", candidates=_all_in(base, tail, names))
    if tail and not _TITLE.fullmatch(tail):
        return Recognition(None, certain=False, how="unknown", candidates=(ref,))
    if tail and how == "alias":
        how = "with_title"
    if is_assumed:
        how = "annex_assumed"
    return Recognition(ref, how in {"alias", "with_title"}, how, (ref,))


def _part(base: str, tail: str, names: Names) -> tuple[str | None, str, str]:
    """The reference with its point, how it was read, and the text that is left."""
    point = _POINT.match(tail + " ")
    if point and not _ANOTHER.search(tail[point.end(1) :]):
        return names.get(f"{base.casefold()}-{int(point[1])}"), "alias", tail[point.end(1) :]
    if _LETTER.fullmatch(tail + ")") or _LETTER_END.fullmatch(tail):
        return base, "letter_dropped", ""
    if letter := _LETTER.match(tail):
        return base, "letter_dropped", tail[letter.end() :]
    return base, "alias", tail


def _all_in(base: str, tail: str, names: Names) -> tuple[str, ...]:
    """The base and every further known reference in the text behind it."""
    others = (("a." if core[1] else "") + core[3].replace(" ", "") for core in _CORE.finditer(tail))
    return tuple(dict.fromkeys((base, *_known(others, names))))


def _past(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.match(text)
    return text[match.end() :] if match else text


def _from_number(cell: Cell, number: float, names: Names) -> Recognition:
    text = shown_number(number, cell.format) or cell.text
    spellings = list(dict.fromkeys([text, *([f"{text}0"] if "." in text else []), cell.text]))
    for prefix, how in (("", "number"), ("a.", "annex_assumed")):
        found = _known(spellings, names, prefix)
        if len(found) > 1:
            return Recognition(None, certain=False, how="trailing_zero_lost", candidates=found)
        if found:
            is_as_shown = found[0].casefold() == prefix + text
            return Recognition(
                found[0], is_as_shown and not prefix, how if is_as_shown else "trailing_zero_lost", found
            )
    if number in _PLAIN_SERIALS:
        # A date whose format was wiped: only the usual date system can be meant.
        day = date.fromordinal(EPOCH_1900.toordinal() + int(number))
        return _proposed(_date_spellings(day, ""), "date", names)
    return Recognition(None, certain=False, how="unknown")


def _from_date(cell: Cell, names: Names) -> Recognition:
    try:
        day = date.fromisoformat(cell.text[:10])
    except ValueError:
        return Recognition(None, certain=False, how="unknown")
    shown = (shown_date(day, cell.format) or "").strip(" .")
    if exact := names.get(shown):
        return Recognition(exact, certain=True, how="date_by_format", candidates=(exact,))
    return _proposed(_date_spellings(day, cell.format), "date", names)


def _date_spellings(day: date, code: str) -> Tiers:
    """What may have been typed, the likelier first.

    "4.2" becomes a day of the current year; only "6.1.4" becomes one of the years a reference has
    digits for. "10.1" may become a month of the year 2001 where the format shows no day.
    """
    year, month, number = day.year % 100, day.month, day.day
    pairs = [f"{number}.{month}", f"{month}.{number}"]
    triples = [f"{year}.{month}.{number}", f"{number}.{month}.{year}", f"{month}.{number}.{year}"]
    shown = {letter for letter in code.casefold() if letter in "dmy"}
    if shown and "y" not in shown:
        return [pairs]
    if shown and "d" not in shown:
        return [[f"{month}.{year}", f"{year}.{month}"], pairs]
    return [triples, pairs] if year <= _HIGHEST_DIGIT else [pairs, triples]


def _date_text_spellings(text: str) -> Tiers:
    """Readings of a text that a program wrote for a reference: "04. Feb", "10.01.01", "4,1"."""
    if match := _NUMERIC_DATE.fullmatch(text):
        first, second, third = (str(int(part) % 100) for part in match.groups())
        triples = [f"{first}.{second}.{third}", f"{third}.{second}.{first}"]
        # The year is the part that is too large to be anything else.
        pair = (second, third) if len(match[1]) > _DAY_DIGITS else (first, second)
        pairs = [".".join(pair), ".".join(reversed(pair))]
        return [triples, pairs]
    if match := _PAIR.fullmatch(text):
        first, second = (str(int(part)) for part in match.groups())
        return [[f"{first}.{second}"], [f"{second}.{first}"]]
    if match := _DAY_MONTH.fullmatch(text) or _MONTH_DAY.fullmatch(text):
        word, digits = (match[2], match[1]) if match[1].isdigit() else (match[1], match[2])
        month = month_number(word)
        return [[f"{int(digits)}.{month}", f"{month}.{int(digits)}"]] if month else []
    return [[_ZERO_PADDED.sub("", text)]]
