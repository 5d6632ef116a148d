"""Calendar dates as people and programs write them; understood only where there is one reading."""

import re
import unicodedata
from datetime import date
from typing import Final, Literal

from waymark.exchange.tables.workbook import Cell

SlashOrder = Literal["dmy", "mdy"]

# A plan has no dates beyond these; outside them a date is a slip of the hand or of a program.
_FIRST_YEAR: Final = 1990
_LAST_YEAR: Final = 2199
_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ][0-9:.]+Z?)?")
_ISO_SLASHES: Final = re.compile(r"([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})\.?")
_DOTS: Final = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})\.?")
_SLASHES: Final = re.compile(r"([0-9]{1,2})([/-])([0-9]{1,2})\2([0-9]{4})")
_DAY_FIRST: Final = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th|er)?[. -]*(?:de )?([^\W\d_]{3,12})\.?,?[ -]*(?:de )?([0-9]{4})"
)
_MONTH_FIRST: Final = re.compile(r"([^\W\d_]{3,12})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
_MONTHS: Final = (
    "january januar janvier enero jan janv ene jän jänner",
    "february februar fevrier febrero feb fev fevr",
    "march marz mars marzo mar mrz",
    "april avril abril apr avr abr",
    "may mai mayo",
    "june juni juin junio jun",
    "july juli juillet julio jul juil",
    "august aout agosto aug ago",
    "september septembre septiembre sep sept",
    "october oktober octobre octubre oct okt",
    "november novembre noviembre nov",
    "december dezember decembre diciembre dec dez dic",
)
_TWELVE: Final = 12


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


MONTH_BY_WORD: Final = {_bare(word): number for number, words in enumerate(_MONTHS, start=1) for word in words.split()}


def read_date(value: str | Cell, *, slashes: SlashOrder | None = None) -> date | None:
    """The date of a cell or text, or None where it is not understood.

    Read are ISO dates, day.month.year, dates with a month name (en, de, fr, es), and dates with
    slashes where only one order is possible or the person has said which is meant. Two-digit years
    are never read.
    """
    if isinstance(value, Cell):
        if value.kind not in {"text", "date"}:
            return None
        value = value.text
    text = " ".join(unicodedata.normalize("NFKC", value).split())
    if match := _ISO.fullmatch(text) or _ISO_SLASHES.fullmatch(text):
        return _date(match[1], match[2], match[3])
    if match := _DOTS.fullmatch(text):
        return _date(match[3], match[2], match[1])
    if match := _SLASHES.fullmatch(text):
        return _slashed(match[1], match[3], match[4], slashes)
    return _with_month_name(_bare(text))


def month_number(word: str) -> int | None:
    """The month a name or short name stands for in English, German, French or Spanish."""
    return MONTH_BY_WORD.get(_bare(word))


def _slashed(first: str, second: str, year: str, order: SlashOrder | None) -> date | None:
    if order == "mdy" or (order is None and int(second) > _TWELVE):
        return _date(year, first, second)
    if order == "dmy" or int(first) > _TWELVE or first.lstrip("0") == second.lstrip("0"):
        return _date(year, second, first)
    return None


def _with_month_name(text: str) -> date | None:
    if match := _DAY_FIRST.fullmatch(text):
        day, word, year = match.groups()
    elif match := _MONTH_FIRST.fullmatch(text):
        word, day, year = match.groups()
    else:
        return None
    month = MONTH_BY_WORD.get(word)
    return None if month is None else _date(year, str(month), day)


def _date(year: str, month: str, day: str) -> date | None:
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
