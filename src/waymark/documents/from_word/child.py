"""The process that reads a stranger's Word document: limits itself, reads standard input, answers with JSON."""

import io
import sys
from typing import Any, Final
from xml.parsers.expat import ExpatError

import mammoth

from waymark.core.sandbox import answer_parent, limit_self, options_of_parent
from waymark.documents.from_word.markdown import markdown_of
from waymark.documents.from_word.parts import Untaken, lost_of
from waymark.evidence.files.extraction.limits import Unread

LONGEST: Final = 400_000
"""Characters of a text that is taken over; a longer document stays a file."""
_FAULTS: Final = (ExpatError, ValueError, KeyError, TypeError, IndexError, AttributeError, OSError)


def main() -> None:
    """Read the document on standard input."""
    options = options_of_parent()
    limit_self(memory=options["memory"], seconds=options["seconds"])
    answer_parent(_answer(sys.stdin.buffer.read(options["most"])))


def _answer(content: bytes) -> dict[str, Any]:
    file = io.BytesIO(content)
    try:
        lost = lost_of(file)
        html = mammoth.convert_to_html(
            file, convert_image=mammoth.images.img_element(lambda _image: {}), include_embedded_style_map=False
        ).value
        text = markdown_of(html)
    except Untaken as untaken:
        return {"untaken": untaken.why}
    except Unread as unread:
        return {"untaken": unread.code}
    except (MemoryError, RecursionError):
        return {"untaken": "too-much-memory"}
    except _FAULTS:
        return {"untaken": "damaged"}
    if len(text) > LONGEST:
        return {"untaken": "too-long"}
    return {"text": text, "lost": lost} if text else {"untaken": "no-text"}
