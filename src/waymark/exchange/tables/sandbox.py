"""Reads a stranger's table in a process of its own, which may fail without harm to this one."""

from pathlib import Path
from typing import Any, Final

from waymark.core.sandbox import Stopped, TooSlow, answer_of
from waymark.exchange.tables.refusals import MESSAGES, TableRefused
from waymark.exchange.tables.workbook import Workbook

MIB: Final = 2**20
_CHILD: Final = "waymark.exchange.tables.child"


def read_safely(
    path: Path,
    filename: str,
    *,
    encoding: str | None = None,
    max_rows: int = 100_000,
    seconds: float = 20.0,
    memory: int = 600 * MIB,
) -> Workbook:
    """The table in the file, or TableRefused; `memory` in bytes of address space, `max_rows` per sheet.

    `filename` is the name the person gave; it only names the sheet of a text table. The kind of the
    file is told by its content.
    """
    options = {"encoding": encoding, "max_rows": max_rows, "seconds": seconds, "memory": memory}
    try:
        # The child needs nothing but the standard library, so it starts without looking for packages.
        answer = answer_of(_CHILD, options, path, seconds=seconds)
    except TooSlow as late:
        raise TableRefused("too_slow", seconds=round(seconds, 1) if seconds % 1 else int(seconds)) from late
    except Stopped as stopped:
        raise TableRefused("reader_stopped") from stopped
    return _understood(answer, filename)


def _understood(plain: dict[str, Any], filename: str) -> Workbook:
    if "refused" in plain:
        code = plain["refused"]
        raise TableRefused(code if code in MESSAGES else "reader_stopped", **plain["details"])
    workbook = Workbook.from_plain(plain["workbook"])
    return workbook.named(filename) if workbook.kind == "csv" else workbook
