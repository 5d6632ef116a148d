"""The documents of the repository, as the tests of this folder read them."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.joinpath("docs").rglob("*.md"), *ROOT.joinpath("bench").glob("*.md")])
TEXTS = [*PAGES, ROOT / "NOTICE"]

_FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


def name_of(path: Path) -> str:
    """Return a page's name as people say it."""
    return path.relative_to(ROOT).as_posix()


def prose(path: Path) -> str:
    """Return a page without its blocks of code."""
    return _FENCE.sub("", path.read_text(encoding="utf-8"))


def commands(path: Path) -> list[str]:
    """Return every line a reader might type: those in blocks of shell, and whole commands inside the text."""
    text = path.read_text(encoding="utf-8")
    typed = [line.strip() for kind, block in _FENCE.findall(text) if kind == "sh" for line in block.splitlines()]
    typed += [span.strip() for span in _SPAN.findall(prose(path))]
    return [line.split("#")[0].strip() for line in typed if line]
