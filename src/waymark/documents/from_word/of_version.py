"""The text of the Word document that is the controlled file of a version."""

from typing import Any

from waymark.documents.from_word.reading import FromWord, taken_over
from waymark.documents.version_life import LIFECYCLE
from waymark.evidence.files.store import content_store


def text_of(version: Any) -> FromWord:
    """Return what taking over the text of a version's Word document would give; nothing is changed.

    Raises VersionFixed, NotAWordFile, and NotTakenOver where the document cannot become text. It may take seconds, so
    ask while nothing is locked.
    """
    LIFECYCLE.require(version, "import_text")
    return taken_over(content_store().place(version.file.sha256))
