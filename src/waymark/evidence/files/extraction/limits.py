"""What reading one file may cost, and how the child says that it cannot."""

from typing import Final

MIB: Final = 1024 * 1024
MOST_CHARACTERS: Final = 500_000
"""Of a longer text the beginning is kept: about two hundred printed pages."""
MOST_PAGES: Final = 2_000
MOST_CELLS: Final = 1_000_000
MOST_ENTRIES: Final = 2_000
MOST_UNPACKED: Final = 64 * MIB
MOST_RATIO: Final = 100
RATIO_FROM: Final = MIB
EMPTY_ROWS: Final = 200


class Unread(Exception):
    """The file cannot be read; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Gathered:
    """The text as it comes, up to the limit."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self.was_cut = False

    def add(self, piece: str) -> bool:
        """Take a piece; return whether there is room for more."""
        left = MOST_CHARACTERS - self._length
        if len(piece) > left:
            self.was_cut = True
        self._pieces.append(piece[:left])
        self._length += min(len(piece), left) + 1
        return self._length < MOST_CHARACTERS

    @property
    def text(self) -> str:
        """Return what was gathered, one piece to a line."""
        return "\n".join(self._pieces)
