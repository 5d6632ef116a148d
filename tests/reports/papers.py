"""The smallest valid papers and workbooks, and the texts that try to be more than text."""

import datetime as dt
from typing import Any

from waymark.reports.paper import Block, Column, Kind, Mark, Paper, Sheet, Table, Workbook

AS_OF = dt.date(2026, 1, 23)
VERDICTS = (
    ("In place", Mark.FULL),
    ("Partial", Mark.HALF),
    ("Missing", Mark.RING),
    ("Not assessed", Mark.DASHED),
    ("Not applicable", Mark.BAR),
)
CHART = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 10"><rect width="60" height="10" fill="#2f7444"/></svg>'
)
LITERAL = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "=1+1",
    "{{7*7}}",
    "{% raw %}",
    "${7*7}",
    '#read("x")',
    "$x$",
    "*bold* _soft_ `raw` @label <label> // note",
    "&amp; &lt; ]]> %PDF",
    "\\n \\u{41} [x]",
    "_x0041_",
)
AWKWARD = (
    "nul\x00bell\x07escape\x1bdelete\x7f",
    "next\x85line\x9f",
    "lone \ud800 surrogate",
    "not a character \ufffe \uffff",
    "report\u202efdp.exe \u2066isolated\u2069",
    "zero\u200bwidth\u200djoined\ufeff",
    "\u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u05e9\u05dc\u05d5\u05dd",
    "\u65e5\u672c\u8a9e \U0001f600 \ue000",
    "a" + "\u0301" * 60,
    "W" * 3000,
    "line one\r\nline two\rline three\n\n\tlast",
    " ",
)


def columns() -> tuple[Column, ...]:
    words = tuple(word for word, _mark in VERDICTS)
    return (
        Column("key", "Key", 8, hidden=True),
        Column("point", "Point", 10, Kind.REFERENCE),
        Column("verdict", "Verdict", 16, Kind.STATUS, choices=words, marks=VERDICTS, editable=True),
        Column("finding", "Finding", 40, editable=True),
        Column("share", "Share", 10, Kind.NUMBER),
        Column("due", "Target date", 14, Kind.DATE),
    )


def table(*findings: str, caption: str = "Points") -> Table:
    rows = tuple(
        (f"k{at}", f"10.{at}", VERDICTS[at % len(VERDICTS)][0], finding, at / 2, dt.date(2026, 3, 1))
        for at, finding in enumerate(findings or ("Held in the wiki.",), start=1)
    )
    return Table(caption, columns(), rows, key="key")


def paper(*blocks: Block, **changes: Any) -> Paper:
    given: dict[str, Any] = {"title": "Gap assessment", "organisation": "Alpha", "as_of": AS_OF}
    return Paper(**{**given, "blocks": blocks, **changes})


def workbook(*tables: Table, **changes: Any) -> Workbook:
    given: dict[str, Any] = {"title": "Gap assessment", "organisation": "Alpha", "as_of": AS_OF}
    sheets = tuple(Sheet(one.caption, one, ("Fill in the dark columns.",)) for one in tables or (table(),))
    return Workbook(**{**given, "sheets": sheets, **changes})
