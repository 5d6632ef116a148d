"""What of a piece of evidence is shown on its page: a picture, the beginning of a text, or the pages of a PDF.

Nothing of a file acts in the browser: pictures are of the four kinds that cannot, texts are escaped, and the pages of a
PDF are drawn here. Whatever is neither, or contains what could act, is offered as a download alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from waymark.evidence.files.pages.drawing import Drawn, drawn
from waymark.evidence.files.refusals import FileMissing
from waymark.evidence.files.store import content_store, open_file
from waymark.evidence.models.capture import Capture, CaptureFile
from waymark.evidence.models.file import StoredFile

MOST_TEXT: Final = 100_000
"""Bytes of a text that are shown; no more of the file is read."""
_UNWANTED: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Beginning:
    """The beginning of a text. `was_cut` says that the file goes on."""

    text: str
    was_cut: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown of a file: the beginning of a text, or some pages. With neither, it cannot be shown."""

    beginning: Beginning | None = None
    drawn: Drawn | None = None


def preview_of(file: StoredFile, first: int = 1) -> Preview:
    """Return what a frame shows of a file, from page `first` on where it has pages."""
    if not file.shows_in_frame:
        return Preview()
    if file.is_text:
        return Preview(beginning=_beginning(file))
    return Preview(drawn=drawn(content_store().place(file.sha256), first))


def file_shown(
    captures: Sequence[Capture], capture: int | None = None, position: int | None = None
) -> CaptureFile | None:
    """Return the file that a page shows: the one asked for, else the first of the newest capture that can be shown.

    None where nothing was asked for and the newest capture holds no file.
    """
    files = [one for each in captures for one in each.files.all() if each.number == capture]
    asked = next((one for one in files if one.position == position), None)
    if asked is not None or not captures:
        return asked
    newest = captures[0].files.all()
    return next((one for one in newest if one.file.is_shown), newest[0] if newest else None)


def _beginning(file: StoredFile) -> Beginning | None:
    try:
        with open_file(file.sha256) as content:
            head = content.read(MOST_TEXT)
    except FileMissing:
        return None
    was_cut = file.size > len(head)
    # The last character may be cut in two.
    text = head.decode("utf-8-sig", "ignore" if was_cut else "replace").replace("\r\n", "\n").replace("\r", "\n")
    return Beginning(_UNWANTED.sub("\ufffd", text), was_cut)
