"""The bytes of a version that are signed: they never change once it was submitted.

Nothing is part of them that can change later, such as the name of the organisation or of the document as it is now.
"""

import hashlib
from typing import Any, Final

from waymark.documents.choices import Content

_FORM: Final = "Waymark version 1"


def content_of(version: Any) -> bytes:
    """Return the canonical bytes of a version: a head of lines with name and value, an empty line, and its text."""
    head = (
        ("Form", _FORM),
        ("Document", version.document.reference),
        ("Title", version.title),
        ("Version", str(version.edition)),
        ("Authors", version.author_names),
        ("Reason for change", version.reason),
        ("Summary of changes", version.summary),
        *_content(version),
    )
    lines = [f"{name}: {' '.join(value.split())}" for name, value in head]
    text = version.text if version.content == Content.TEXT else ""
    return "\n".join([*lines, "", text, ""]).encode()


def sha256_of(version: Any) -> str:
    """Return the SHA-256 of the canonical bytes."""
    return hashlib.sha256(content_of(version)).hexdigest()


def _content(version: Any) -> tuple[tuple[str, str], ...]:
    if version.content == Content.FILE:
        sha256 = version.file.sha256 if version.file is not None else ""
        return (("File", version.file_name), ("SHA-256 of the file", sha256))
    if version.content == Content.PLACE:
        return (("Kept at", version.kept_at),)
    return (("Text", "Markdown, below"),)
