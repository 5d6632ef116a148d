"""Markdown as people write it in comments and reports: safe HTML by one closed list of tags, or plain text.

The text is parsed as CommonMark without raw HTML and without pictures, which would tell a stranger who reads; what
comes out is cleaned once more against the list, so that a fault of one of the two is no hole.
"""

import re
from typing import Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_NESTED: Final = 20
"""Levels that blocks and marks are nested at most; deeper ones stay as they were typed."""
_TAGS: Final = frozenset(
    {"p", "br", "hr", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
    | {"h1", "h2", "h3", "h4", "h5", "h6"}
)
TABLE_TAGS: Final = frozenset({"table", "thead", "tbody", "tr", "th", "td"})
"""What a document may use beside that."""
_SCHEMES: Final = frozenset({"http", "https", "mailto"})
_PARSER: Final = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": _NESTED}).disable("image")

_SIGNS: Final = re.compile(r"[*_`\[\]#>\\]|^\s*(?:[-+]|\d+[.)])\s", re.MULTILINE)
"""What may be a sign of Markdown."""


def html_of(text: str) -> Markup:
    """Return a text in Markdown as HTML that is safe to show: links go to http, https and mailto only."""
    return cleaned(_PARSER.render(text))


def cleaned(made: str, *, more: frozenset[str] = frozenset()) -> Markup:
    """Return HTML without whatever the closed list does not name; `more` are further elements that it names here."""
    clean = nh3.clean(
        made,
        tags=set((_TAGS | more) - {"h1"} if more else _TAGS - {"h1", "h2"}),
        attributes={"a": {"href", "title"} if more else {"href"}, "ol": {"start"}},
        url_schemes=set(_SCHEMES),
        link_rel="noopener noreferrer nofollow",
    )
    return Markup(clean)  # noqa: S704 -- what nh3 has cleaned is what may be shown


def plain_of(text: str) -> str:
    """Return a text in Markdown without its signs, for a page of paper: lists keep a dash or number, links an address.

    A text without signs is returned as it is.
    """
    if not _SIGNS.search(text):
        return text
    blocks: list[str] = []
    lists: list[_List] = []
    mark = ""
    is_close = False
    for token in _PARSER.parse(text):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            lists.append(_List(int(token.attrGet("start") or 1) if token.type == "ordered_list_open" else None))
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists.pop()
            is_close = bool(lists)
        elif token.type == "list_item_open":
            mark = "  " * (len(lists) - 1) + lists[-1].mark()
        elif words := _words_of(token):
            blocks += [("\n" if is_close else "\n\n") if blocks else "", mark + words]
            mark, is_close = "", bool(lists)
    return "".join(blocks)


class _List:
    """A list that is open, and the number of its next item; None where it has no numbers."""

    def __init__(self, number: int | None) -> None:
        self._number = number

    def mark(self) -> str:
        if self._number is None:
            return "– "
        self._number += 1
        return f"{self._number - 1}. "


def _words_of(token: Token) -> str:
    if token.type in {"fence", "code_block"}:
        return token.content.rstrip("\n")
    if token.type != "inline":
        return ""
    words, address = [], ""
    for one in token.children or ():
        if one.type in {"text", "code_inline"}:
            words.append(one.content)
        elif one.type in {"softbreak", "hardbreak"}:
            words.append("\n")
        elif one.type == "link_open":
            address = str(one.attrGet("href") or "")
        elif one.type == "link_close" and address not in "".join(words):
            words.append(f" ({address})")
    return "".join(words)
