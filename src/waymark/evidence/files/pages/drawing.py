"""Pages of a stored PDF as pictures, or nothing: the drawing itself happens in a child process."""

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from waymark.core.sandbox import Stopped, TooSlow, answer_of

SECONDS: Final = 15.0
MEMORY: Final = 1024 * 1024 * 1024
"""Of address space; a usual page takes a tenth of it."""
AT_ONCE: Final = 3
"""Pages that are drawn together: what is read before somebody goes on, in about half a second."""
_CHILD: Final = "waymark.evidence.files.pages.child"


@dataclass(frozen=True, slots=True)
class Drawn:
    """Some pages of a document of `count` pages, from number `first` on: each a PNG in Base64, or empty."""

    first: int
    count: int
    pages: tuple[str, ...]

    @property
    def numbered(self) -> Sequence[tuple[int, str]]:
        """Return the pages with their numbers."""
        return tuple(enumerate(self.pages, self.first))

    @property
    def last(self) -> int:
        """Return the number of the last of these pages."""
        return self.first + len(self.pages) - 1

    @property
    def before(self) -> int:
        """Return the first of the pages before these; 0 where there are none."""
        return max(1, self.first - AT_ONCE) if self.first > 1 else 0

    @property
    def after(self) -> int:
        """Return the first of the pages after these; 0 where there are none."""
        return self.last + 1 if self.last < self.count else 0


def drawn(path: Path, first: int = 1, *, seconds: float = SECONDS, memory: int = MEMORY) -> Drawn | None:
    """Draw some pages of a PDF, the first ones where there is no page `first`; None for a file that cannot be drawn.

    Whatever happens to the child, this process goes on.
    """
    options = {"file": str(path), "first": first, "most": AT_ONCE, "seconds": seconds, "memory": memory}
    try:
        answer = answer_of(_CHILD, options, path, seconds=seconds, packages=_folders())
    except (TooSlow, Stopped, FileNotFoundError):
        return None
    count, pages = int(answer["count"]), tuple(answer["pages"])
    if count and not pages and first != 1:
        return drawn(path, 1, seconds=seconds, memory=memory)
    return Drawn(first, count, pages) if any(pages) else None


@cache
def _folders() -> tuple[Path, ...]:
    """Return where the library lies that the child needs; it looks nowhere else."""
    spec = importlib.util.find_spec("typst")
    return (Path(spec.origin).parents[1],) if spec is not None and spec.origin else ()
