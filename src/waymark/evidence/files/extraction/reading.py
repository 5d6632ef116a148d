"""The text of a stored file, or why there is none: the reading itself happens in a child process."""

import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.core.sandbox import Stopped, TooSlow, answer_of
from waymark.evidence.files.extraction.limits import MIB
from waymark.evidence.files.kinds import TEXT, kind_of

SECONDS: Final = 30.0
MEMORY: Final = 768 * MIB
"""Of address space: about a third of it is taken by the libraries themselves."""
_CHILD: Final = "waymark.evidence.files.extraction.child"
_LIBRARIES: Final = ("pypdf", "docx", "openpyxl", "lxml")
_WORD: Final = "application/vnd.openxmlformats-officedocument."
_READERS: Final = {
    "application/pdf": "pdf",
    f"{_WORD}wordprocessingml.document": "word",
    f"{_WORD}spreadsheetml.sheet": "workbook",
}
TROUBLES: Final[dict[str, str | Promise]] = {
    "encrypted": _("The file is protected by a password, so its text cannot be searched."),
    "damaged": _("The file is damaged or has an unsupported structure, so its text cannot be searched."),
    "too-large": _("The file is too large when unpacked, so its text cannot be searched."),
    "too-slow": _("Reading the file took too long, so its text cannot be searched."),
    "too-much-memory": _("Reading the file needs more memory than is allowed, so its text cannot be searched."),
    "no-text": _("The file contains no text, for example because it is a scan or picture."),
    "kind-not-read": _("The text of this kind of file cannot be searched."),
    "infected": _("The virus scanner found malware in the file, so it is not opened."),
    "gone": _("The file is no longer in the store."),
}


@dataclass(frozen=True, slots=True)
class Text:
    """What was read. `was_cut` says that the file holds more than is kept."""

    text: str
    was_cut: bool


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The file has no text that can be searched; `code` is a key of TROUBLES."""

    code: str

    @property
    def sentence(self) -> str | Promise:
        """Return what to tell people."""
        return TROUBLES[self.code]


def is_read(media_type: str) -> bool:
    """Return whether files of a kind are read at all."""
    return _reader(media_type) is not None


def text_of(path: Path, media_type: str, *, seconds: float = SECONDS, memory: int = MEMORY) -> Text | Unreadable:
    """Read a file in a child process. Whatever happens to the child, this process goes on."""
    reader = _reader(media_type)
    if reader is None:
        return Unreadable("kind-not-read")
    options = {"reader": reader, "seconds": seconds, "memory": memory}
    try:
        answer = answer_of(_CHILD, options, path, seconds=seconds, packages=_folders())
    except TooSlow:
        return Unreadable("too-slow")
    except Stopped:
        return Unreadable("damaged")
    except FileNotFoundError:
        return Unreadable("gone")
    if "unread" in answer:
        return Unreadable(answer["unread"] if answer["unread"] in TROUBLES else "damaged")
    return Text(answer["text"], answer["was_cut"])


def sentence_of(code: str) -> str | Promise:
    """Return what to tell people about a code; one of a later version is called damaged."""
    return TROUBLES.get(code, TROUBLES["damaged"])


def _reader(media_type: str) -> str | None:
    return "plain" if kind_of(media_type).shown_as == TEXT else _READERS.get(media_type)


@cache
def _folders() -> tuple[Path, ...]:
    """Return where the libraries lie that the child needs; it looks nowhere else."""
    specs = (importlib.util.find_spec(name) for name in _LIBRARIES)
    return tuple(dict.fromkeys(Path(spec.origin).parents[1] for spec in specs if spec and spec.origin))
