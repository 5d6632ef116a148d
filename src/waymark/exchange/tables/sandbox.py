"""Reads a stranger's table in a process of its own, which may fail without harm to this one."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

from waymark.exchange.tables.refusals import MESSAGES, TableRefused
from waymark.exchange.tables.workbook import Workbook

MIB: Final = 2**20
# The child needs nothing but the standard library, so it starts without looking for packages.
_START: Final = "import sys; sys.path.insert(0, sys.argv[1]); from waymark.exchange.tables.child import main; main()"
_SOURCE: Final = str(Path(__file__).resolve().parents[3])


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
    wish = json.dumps({"encoding": encoding, "max_rows": max_rows, "seconds": seconds, "memory": memory})
    with path.open("rb") as file:
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and fixed arguments
            [sys.executable, "-I", "-S", "-c", _START, _SOURCE, wish],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={},
            start_new_session=True,
        )
    try:
        answer, _ = child.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as late:
        raise TableRefused("too_slow", seconds=round(seconds, 1) if seconds % 1 else int(seconds)) from late
    finally:
        _end(child)
    return _understood(child.returncode, answer, filename)


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        # It may have ended by itself a moment ago.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.communicate()


def _understood(returncode: int, answer: bytes, filename: str) -> Workbook:
    if returncode != 0:
        raise TableRefused("reader_stopped")
    try:
        plain = json.loads(answer)
    except ValueError as fault:
        raise TableRefused("reader_stopped") from fault
    if "refused" in plain:
        code = plain["refused"]
        raise TableRefused(code if code in MESSAGES else "reader_stopped", **plain["details"])
    workbook = Workbook.from_plain(plain["workbook"])
    return workbook.named(filename) if workbook.kind == "csv" else workbook
