"""Who counts as an author of a version, which decides who approves it alone (path.md section 7)."""

from typing import Any

from waymark.documents.choices import Content
from waymark.people.models.member import Member
from waymark.trail.actors import Acts

_LONGEST_NAMES = 600


def count_author(version: Any, by: Acts) -> None:
    """Count who writes or uploads as an author; who began a draft in which nothing stands has written nothing."""
    if not isinstance(by, Member):
        return
    if version.content == Content.TEXT and not version.text.strip():
        version.write([by])
    elif by.pk not in version.authors:
        version.authors = [*version.authors, by.pk]
        version.author_names = ", ".join(filter(None, (version.author_names, by.name)))[:_LONGEST_NAMES]
