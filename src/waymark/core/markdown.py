"""Markdown as people write it in comments, made into safe HTML by one closed list of tags. No data access.

The text is parsed as CommonMark without raw HTML and without pictures, which would tell a stranger who reads; what
comes out is cleaned once more against the list, so that a fault of one of the two is no hole.
"""

from typing import Final

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_NESTED: Final = 20
"""Levels that blocks and marks are nested at most; deeper ones stay as they were typed."""
_TAGS: Final = frozenset(
    {"p", "br", "hr", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
    | {"h1", "h2", "h3", "h4", "h5", "h6"}
)
_SCHEMES: Final = frozenset({"http", "https", "mailto"})
_PARSER: Final = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": _NESTED}).disable("image")


def html_of(text: str) -> Markup:
    """Return a text in Markdown as HTML that is safe to show: links go to http, https and mailto only."""
    made = _PARSER.render(text)
    clean = nh3.clean(
        made,
        tags=set(_TAGS - {"h1", "h2"}),
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=set(_SCHEMES),
        link_rel="noopener noreferrer nofollow",
    )
    return Markup(clean)  # noqa: S704 -- what nh3 has cleaned is what may be shown
