"""Makes Markdown of the HTML that a library made of a Word document; it has passed a closed list of elements before."""

import re
from typing import Any, Final

import nh3
from markdownify import MarkdownConverter

_TAGS: Final = {
    *("p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
_SCHEMES: Final = {"http", "https", "mailto"}
_EMPTY_LINES: Final = re.compile(r"\n{3,}")
_TRAILING: Final = re.compile(r"[ \t]+$", re.MULTILINE)


_SIGN_FIRST: Final = re.compile(r"^(#{1,6}(?=\s)|[-+](?=\s)|\d+(?=[.)]\s))")
"""What would make a heading or a list of the beginning of a paragraph."""


class _Converter(MarkdownConverter):
    """Leaves out links inside the document, whose targets do not come along, and keeps signs that people typed."""

    def convert_a(self, el: Any, text: str, parent_tags: Any) -> str:  # noqa: ARG002 -- as the library calls it
        """Return a link, or its words alone where it leads nowhere outside."""
        href = el.get("href") or ""
        return text if not href or href.startswith("#") else f"[{text.strip()}](<{href}>)" if text.strip() else ""

    def convert_p(self, el: Any, text: str, parent_tags: Any) -> str:
        """Return a paragraph, whose first sign stays a sign."""
        escaped = _SIGN_FIRST.sub(_escaped, text.lstrip()) if text.strip() else text
        return str(super().convert_p(el, escaped, parent_tags))  # type: ignore[misc]  # its types leave it out

    def convert_td(self, el: Any, text: str, parent_tags: Any) -> str:
        """Return a cell, in which a bar is a bar."""
        return str(super().convert_td(el, text.replace("|", "\\|"), parent_tags))  # type: ignore[misc]  # its types leave it out

    def convert_th(self, el: Any, text: str, parent_tags: Any) -> str:
        """Return a cell of the head, in which a bar is a bar."""
        return str(super().convert_th(el, text.replace("|", "\\|"), parent_tags))  # type: ignore[misc]  # its types leave it out


def _escaped(sign: re.Match[str]) -> str:
    # A number is escaped behind its digits, any other sign before it.
    return sign.group() + "\\" if sign.group().isdigit() else "\\" + sign.group()


def markdown_of(html: str) -> str:
    """Return HTML as Markdown: headings, lists, tables, links and marks; everything else as its words."""
    clean = nh3.clean(
        html, tags=_TAGS, attributes={"a": {"href"}, "ol": {"start"}}, url_schemes=_SCHEMES, link_rel=None
    )
    made = _Converter(heading_style="ATX", bullets="-", table_infer_header=True, escape_misc=False).convert(clean)
    return _EMPTY_LINES.sub("\n\n", _TRAILING.sub("", made)).strip()
