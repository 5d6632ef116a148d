"""The process that reads a stranger's table: limits itself, reads standard input, answers with JSON."""

import gc
import sys

from waymark.core.sandbox import answer_parent, limit_self, options_of_parent
from waymark.exchange.tables.reader import read_table
from waymark.exchange.tables.refusals import TableRefused
from waymark.exchange.tables.workbook import Plain


def main() -> None:
    """Read the file on standard input as the parent asks."""
    options = options_of_parent()
    # The process ends with its one task, and looking for garbage costs it a fifth of its time.
    gc.disable()
    limit_self(memory=options["memory"], seconds=options["seconds"])
    answer_parent(_answer(options["encoding"], options["max_rows"]))


def _answer(encoding: str | None, max_rows: int) -> Plain:
    try:
        workbook = read_table(sys.stdin.buffer, encoding=encoding, max_rows=max_rows)
        return {"workbook": workbook.to_plain()}
    except TableRefused as refusal:
        return {"refused": refusal.code, "details": refusal.details}
    except (MemoryError, RecursionError):
        return {"refused": "too_much_memory", "details": {}}
