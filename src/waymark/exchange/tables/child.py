"""The process that reads a stranger's table: limits itself, reads standard input, answers with JSON."""

import gc
import json
import resource
import sys

from waymark.exchange.tables.reader import read_table
from waymark.exchange.tables.refusals import TableRefused
from waymark.exchange.tables.workbook import Plain


def main() -> None:
    """Read the file on standard input as the JSON in the last argument asks."""
    wish = json.loads(sys.argv[-1])
    # The process ends with its one task, and looking for garbage costs it a fifth of its time.
    gc.disable()
    _limit_self(memory=wish["memory"], seconds=wish["seconds"])
    answer = json.dumps(_answer(wish["encoding"], wish["max_rows"]), ensure_ascii=True, separators=(",", ":"))
    sys.stdout.write(answer)


def _answer(encoding: str | None, max_rows: int) -> Plain:
    try:
        workbook = read_table(sys.stdin.buffer, encoding=encoding, max_rows=max_rows)
        return {"workbook": workbook.to_plain()}
    except TableRefused as refusal:
        return {"refused": refusal.code, "details": refusal.details}
    except (MemoryError, RecursionError):
        return {"refused": "too_much_memory", "details": {}}


def _limit_self(*, memory: int, seconds: float) -> None:
    """Set what the system offers; without RLIMIT_AS (macOS) the reader's own budgets still hold."""
    whole_seconds = int(seconds) + 1
    wanted = (
        ("RLIMIT_AS", memory),
        ("RLIMIT_CPU", whole_seconds),
        # Not one byte may be written to a file, so nothing can be left in a temporary folder.
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
    )
    for name, value in wanted:
        kind = getattr(resource, name, None)
        if kind is not None:
            _lower(kind, value)


def _lower(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
    try:
        resource.setrlimit(kind, (ceiling, ceiling))
    except (ValueError, OSError):
        # macOS names limits that it then refuses to set; the wall clock limit of the parent remains.
        return
