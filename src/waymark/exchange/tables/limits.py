"""The budgets of a table import: larger than any real file looked at, so no honest user meets them."""

from dataclasses import dataclass

MIB = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: sizes in bytes, texts in characters, ratio unpacked to packed."""

    file_bytes: int = 16 * MIB
    unpacked_bytes: int = 200 * MIB
    entries: int = 2_000
    ratio: int = 100
    # Below this size a good ratio is the mark of a dull file (an empty printer setting), not of a bomb.
    ratio_from_bytes: int = MIB
    columns: int = 512
    declared_rows: int = 100_000
    visited_cells: int = 2_000_000
    # Filled cells come back to the process that serves people, which has far less memory to give.
    kept_cells: int = 500_000
    empty_rows: int = 200
    cell_characters: int = 64 * 1024
    # One long shared text that a million cells point at would otherwise become gigabytes of answer.
    all_characters: int = 16 * MIB
    merges: int = 20_000


LIMITS = Limits()
