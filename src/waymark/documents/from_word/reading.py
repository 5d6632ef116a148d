"""A Word document as text in Markdown, or why it stays a file: the reading itself happens in a child process."""

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from waymark.core.errors import RuleBroken
from waymark.core.sandbox import Stopped, TooSlow, answer_of

SECONDS: Final = 30.0
MIB: Final = 1024 * 1024
MEMORY: Final = 768 * MIB
MOST_BYTES: Final = 32 * MIB
_CHILD: Final = "waymark.documents.from_word.child"
_LIBRARIES: Final = ("mammoth", "cobble", "markdownify", "bs4", "soupsieve", "six", "typing_extensions", "nh3")
_WHY: Final[dict[str, str | Promise]] = {
    "macros": _("The document contains macros or controls, which can act when it is opened."),
    "declared": _("The document declares a document type or entities, which harmful files do."),
    "encrypted": _("The document is protected by a password."),
    "damaged": _("The document is damaged or has an unsupported structure."),
    "too-large": _("The document is too large when unpacked."),
    "too-slow": _("Reading the document took too long."),
    "too-much-memory": _("Reading the document needs more memory than is allowed."),
    "too-long": _("The document is too long for a text: it may have 400,000 characters at most."),
    "no-text": _("The document contains no text, for example because it is a scan."),
    "no-word": _("This is not a Word document (.docx)."),
}
_LOST: Final[dict[str, Callable[[int], str]]] = {
    "pictures": lambda n: ngettext("%(n)d picture", "%(n)d pictures", n),
    "deleted-text": lambda n: ngettext("%(n)d tracked deletion", "%(n)d tracked deletions", n),
    "text-boxes": lambda n: ngettext("layout of %(n)d text box", "layout of %(n)d text boxes", n),
    "formulas": lambda n: ngettext("%(n)d formula", "%(n)d formulas", n),
    "objects": lambda n: ngettext("%(n)d embedded object", "%(n)d embedded objects", n),
    "merged-cells": lambda n: ngettext("%(n)d merged table cell", "%(n)d merged table cells", n),
    "comments": lambda n: ngettext("the comments", "the comments", n),
    "page-heads": lambda n: ngettext("%(n)d page header or footer", "%(n)d page headers and footers", n),
}


class NotTakenOver(RuleBroken):
    """A Word document cannot become text; it can be kept as a file all the same."""

    code = "word-not-taken-over"


@dataclass(frozen=True, slots=True)
class FromWord:
    """A document as text. `lost` says in words what did not come along, such as `3 pictures`."""

    text: str
    lost: tuple[str, ...]


def taken_over(path: Path, *, seconds: float = SECONDS, memory: int = MEMORY) -> FromWord:
    """Return a Word document as text in Markdown. Raises NotTakenOver; whatever happens to the child, this goes on."""
    options = {"seconds": seconds, "memory": memory, "most": MOST_BYTES}
    try:
        answer = answer_of(_CHILD, options, path, seconds=seconds, packages=_folders())
    except TooSlow as late:
        raise _refusal("too-slow") from late
    except (Stopped, FileNotFoundError) as fault:
        raise _refusal("damaged") from fault
    if "untaken" in answer:
        raise _refusal(answer["untaken"])
    lost = answer["lost"]
    return FromWord(
        answer["text"], tuple(words(lost[kind]) % {"n": lost[kind]} for kind, words in _LOST.items() if kind in lost)
    )


def _refusal(code: str) -> NotTakenOver:
    return NotTakenOver(
        _WHY.get(code, _WHY["damaged"]),
        way_out=_("Upload it as the file of the document, or paste its text."),
    )


@cache
def _folders() -> tuple[Path, ...]:
    """Return where the libraries lie that the child needs; it looks nowhere else."""
    specs = (importlib.util.find_spec(name) for name in _LIBRARIES)
    found = ((spec.submodule_search_locations, Path(spec.origin)) for spec in specs if spec and spec.origin)
    return tuple(dict.fromkeys(origin.parents[1] if locations else origin.parent for locations, origin in found))
