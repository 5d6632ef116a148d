"""The process that reads a stranger's file: limits itself, reads standard input, answers with JSON."""

import re
import sys
import unicodedata
from collections.abc import Callable
from typing import Any, BinaryIO, Final

from waymark.core.sandbox import answer_parent, limit_self, options_of_parent
from waymark.evidence.files.extraction.documents import read_pdf
from waymark.evidence.files.extraction.limits import MOST_CHARACTERS, Gathered, Unread
from waymark.evidence.files.extraction.office import read_word, read_workbook

_UNWANTED: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAMPLE: Final = 64 * 1024
_BLANKS: Final = re.compile(r"[^\S\n]+")
_LINES: Final = re.compile(r" ?\n[ \n]*")


def main() -> None:
    """Read the file on standard input as the parent asks."""
    options = options_of_parent()
    limit_self(memory=options["memory"], seconds=options["seconds"])
    answer_parent(_answer(options["reader"]))


def _answer(reader: str) -> dict[str, Any]:
    gathered = Gathered()
    try:
        _READERS[reader](sys.stdin.buffer, gathered)
    except Unread as unread:
        return {"unread": unread.code}
    except (MemoryError, RecursionError):
        return {"unread": "too-much-memory"}
    text = _tidied(gathered.text)
    return {"text": text, "was_cut": gathered.was_cut} if text else {"unread": "no-text"}


def _read_plain(file: BinaryIO, gathered: Gathered) -> None:
    # No character of UTF-8 takes more than four bytes.
    content = file.read(MOST_CHARACTERS * 4 + 1)
    gathered.add(_decoded(content))
    gathered.was_cut = gathered.was_cut or bool(file.read(1))


def _decoded(content: bytes) -> str:
    """Return a text as it was probably written: what its mark says, UTF-8, UTF-16 without a mark, or Windows-1252."""
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    if marked:
        return content.decode(marked, "replace")
    sample = content[:_SAMPLE]
    if sample.count(0) > len(sample) // 4:
        # Every second byte of Latin text in UTF-16 is empty.
        is_little = sample[1::2].count(0) >= sample[::2].count(0)
        return content.decode("utf-16-le" if is_little else "utf-16-be", "replace")
    text = content.decode("utf-8", "replace")
    strange = text.count("\ufffd")
    # A damaged UTF-8 text has more letters that are right than wrong; one in another encoding hardly any.
    right = sum(one > "\x7f" for one in text) - strange
    return text if right >= strange else content.decode("windows-1252", "replace")


def _tidied(text: str) -> str:
    """Return the text without controls and without room between words, so that a limit counts what people read."""
    plain = _UNWANTED.sub(" ", unicodedata.normalize("NFC", text))
    return _LINES.sub("\n", _BLANKS.sub(" ", plain)).strip()


_READERS: Final[dict[str, Callable[[BinaryIO, Gathered], None]]] = {
    "plain": _read_plain,
    "pdf": read_pdf,
    "word": read_word,
    "workbook": read_workbook,
}
