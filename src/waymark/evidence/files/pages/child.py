"""The process that draws a stranger's PDF: limits itself, draws some pages, answers with pictures as JSON."""

import base64
import os
import re
from pathlib import Path
from typing import Any, Final

import typst

from waymark.core.sandbox import answer_parent, limit_self, options_of_parent

_TEMPLATE: Final = b"""
#set page(width: auto, height: auto, margin: 0pt, fill: white)
#context {
  let draw(..more) = image(sys.inputs.file, format: "pdf", page: int(sys.inputs.page), ..more)
  let whole = measure(draw())
  draw(width: calc.min(600pt, 1600pt * (whole.width / whole.height)))
}
"""
"""One page as wide as it is read, and never so tall that its picture would take up the memory."""
_RESOLUTION: Final = 120
_BEYOND: Final = 1_000_000_000
_COUNT: Final = re.compile(r"only has ([0-9]{1,9}) page")


def main() -> None:
    """Draw as the parent asks."""
    options = options_of_parent()
    limit_self(memory=options["memory"], seconds=options["seconds"])
    # Each thread would take address space of its own; the library reads this before it draws for the first time.
    os.environ["RAYON_NUM_THREADS"] = "1"
    answer_parent(_answer(Path(options["file"]), options["first"], options["most"]))


def _answer(file: Path, first: int, most: int) -> dict[str, Any]:
    count = _count(file)
    if not count:
        return {"count": 0, "pages": []}
    return {"count": count, "pages": [_page(file, number) for number in range(first, min(first + most, count + 1))]}


def _count(file: Path) -> int:
    """Return how many pages there are; the library says so of one that is asked for a page beyond its last."""
    try:
        _drawn(file, _BEYOND)
    except typst.TypstError as error:
        found = _COUNT.search(" ".join([str(error), *error.hints]))
        return int(found[1]) if found else 0
    return 0


def _page(file: Path, number: int) -> str:
    """Return one page as PNG in Base64; empty where it cannot be drawn."""
    try:
        return base64.b64encode(_drawn(file, number)).decode("ascii")
    except typst.TypstError:
        return ""


def _drawn(file: Path, number: int) -> bytes:
    inputs = {"file": f"/{file.name}", "page": str(number)}
    # Only the folder of the file can be read; a PDF refers to nothing outside of itself.
    compiler = typst.Compiler(root=file.parent, ignore_system_fonts=True, sys_inputs=inputs)
    picture = compiler.compile(_TEMPLATE, format="png", ppi=_RESOLUTION)
    if not isinstance(picture, bytes):
        raise TypeError("typst gave no single picture")
    return picture
