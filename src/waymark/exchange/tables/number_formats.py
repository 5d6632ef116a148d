"""What a cell's number format says: whether it shows a date, and how a date would look in it."""

import re
from datetime import date, datetime, timedelta
from typing import Final

# ECMA-376 part 1, 18.8.30: the formats that have a number instead of a code in the file.
BUILT_IN: Final[dict[int, str]] = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "m/d/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yyyy h:mm",
    **dict.fromkeys((*range(27, 32), 36, *range(50, 59)), "yyyy/m/d"),
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    49: "@",
}
EPOCH_1900: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's dates have no time zone
EPOCH_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001 - as above
# Up to 60 the 1900 system counts a 29 February 1900 that never was; no plan has dates that old.
FIRST_SERIAL: Final = 61
LAST_SERIAL: Final = 2_958_465

_LITERAL: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_TOKEN: Final = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]|(y+|m+|d+)|(.)', re.IGNORECASE)
_DECIMALS: Final = re.compile(r"0(?:\.(0+))?")
_YEAR_DIGITS_SHORT: Final = 2
_MONTH_AS_NUMBER: Final = 2


def is_date_format(code: str) -> bool:
    """Whether the format shows a day, month or year (not merely a time of day or a duration)."""
    first = _LITERAL.sub("", code.partition(";")[0]).casefold()
    if first == "general" or "am/pm" in first or "e+" in first:
        return "d" in first or "yy" in first
    if "y" in first or "d" in first:
        return True
    return "m" in first and "h" not in first and "s" not in first


def date_of_serial(serial: float, epoch: datetime) -> datetime | None:
    """The moment a serial stands for, to the second; None for 60 and below and beyond the year 9999."""
    if not FIRST_SERIAL <= serial < LAST_SERIAL + 1:
        return None
    try:
        return epoch + timedelta(seconds=round(serial * 86_400))
    except OverflowError:
        return None


def shown_date(day: date, code: str) -> str | None:
    """The date as the format shows it; None where that needs month names, weekdays or a time."""
    shown: list[str] = []
    for quoted, escaped, token, other in _TOKEN.findall(code.partition(";")[0]):
        if token:
            part = _shown_part(day, token.casefold())
            if part is None:
                return None
            shown.append(part)
        elif other and other.isalpha():
            return None
        else:
            shown.append(quoted or escaped or other)
    return "".join(shown)


def shown_number(number: float, code: str) -> str | None:
    """The number with as many decimals as the format fixes ("0.00"); None for any other format."""
    fixed = _DECIMALS.fullmatch(code)
    if fixed is None:
        return None
    return f"{number:.{len(fixed[1] or '')}f}"


def number_text(number: float) -> str:
    """The shortest text of a number in the fifteen digits a spreadsheet shows."""
    if number.is_integer() and abs(number) < 1e15:  # noqa: PLR2004 - fifteen digits
        return str(int(number))
    return f"{number:.15g}"


def _shown_part(day: date, token: str) -> str | None:
    if token[0] == "y":
        return f"{day.year % 100:02d}" if len(token) <= _YEAR_DIGITS_SHORT else f"{day.year:04d}"
    if len(token) > _MONTH_AS_NUMBER:
        return None
    value = day.month if token[0] == "m" else day.day
    return f"{value:0{len(token)}d}"
