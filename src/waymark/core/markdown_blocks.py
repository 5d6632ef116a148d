"""A document in Markdown as its blocks: headings, paragraphs, lists, tables, each with its source and its safe HTML.

Beside what comments may use (`core.markdown`) it knows tables, and names records as `[[SYS-3]]` or `[[6.1.2]]`; one
that the reader may not read, or that is not there, stays as its number.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from re import compile as pattern
from typing import Any, Final, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import escape

from waymark.core.markdown import TABLE_TAGS, cleaned, plain_of

_NESTED: Final = 20
LONGEST_REFERENCE: Final = 48
"""Characters between the brackets of a reference; more are no reference."""
_REFERENCE: Final = pattern(r"\[\[([A-Za-z0-9][A-Za-z0-9.\-/]{0,47})\]\]")
_NAMED: Final = "named"
BEGINNING: Final = 120
"""Characters that the quoted beginning of a block has at most."""


class Named(NamedTuple):
    """A record that a text names: the address of its page and what it is called."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One block of a text: its Markdown, its safe HTML, what it is, and an anchor that holds while its words stay.

    `kind` is `heading`, `paragraph`, `list`, `table`, `quote`, `code`, `rule`, or `address` for the address of a link.
    `level` is that of a heading, from 1, else 0.
    """

    source: str
    html: str
    kind: str
    anchor: str
    level: int = 0


_LOOKED_AT: Final = 4 * BEGINNING

_KINDS: Final = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "table_open": "table",
    "blockquote_open": "quote",
    "fence": "code",
    "code_block": "code",
    "hr": "rule",
}


def references_in(text: str) -> frozenset[str]:
    """Return the references of records that a text names in double brackets, in capitals."""
    return frozenset(found.upper() for found in _REFERENCE.findall(text))


def blocks_of(text: str, named: Mapping[str, Named] | None = None) -> tuple[TextBlock, ...]:
    """Return the blocks of a text in their order; `named` are the records it may link to, by reference in capitals.

    Headings are one level lower than they are written: the page has its own title.
    """
    env: dict[str, Any] = {_NAMED: named or {}}
    lines = text.split("\n")
    found: list[tuple[int, int, str, list[Token], int]] = []
    for group in _groups(_PARSER.parse(text, env)):
        first, after = group[0].map or (0, 0)
        level = int(group[0].tag[1]) if group[0].type == "heading_open" else 0
        found.append((first, after, _KINDS.get(group[0].type, "paragraph"), group, level))
    anchors = _Anchors()
    blocks: list[TextBlock] = []
    at = 0
    for first, after, kind, tokens, level in [*found, (len(lines), len(lines), "", [], 0)]:
        # Addresses of links are written between blocks, and a changed address is a changed text.
        blocks += [
            TextBlock(line, escape(line), "address", anchors.of(line)) for line in lines[at:first] if line.strip()
        ]
        if kind:
            source = "\n".join(lines[first:after]).rstrip()
            html = cleaned(str(_PARSER.renderer.render(_lowered(tokens), _PARSER.options, env)), more=TABLE_TAGS)
            blocks.append(TextBlock(source, html, kind, anchors.of(source), level))
        at = after
    return tuple(blocks)


def plain_cells(source: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table, its head first, each cell as plain text; nothing for what is no table."""
    rows: list[list[str]] = []
    for token in _PARSER.parse(source, {_NAMED: {}}):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows:
            rows[-1].append("".join(one.content for one in token.children or ()))
    return tuple(tuple(row) for row in rows)


def beginning_of(block: TextBlock) -> str:
    """Return how a block begins, in plain words on one line."""
    source = _REFERENCE.sub(r"\1", block.source[:_LOOKED_AT])
    rows = plain_cells("\n".join(block.source.split("\n", 2)[:2])) if block.kind == "table" else ()
    plain = " | ".join(rows[0]) if rows else plain_of(source)
    words = " ".join(plain.split())
    return (words or "…") if len(words) <= BEGINNING else f"{words[: BEGINNING - 1].rstrip()}…"


class _Anchors:
    """Gives each block an anchor by its words; the second block of the same words gets a number."""

    def __init__(self) -> None:
        self._given: dict[str, count[int]] = {}

    def of(self, source: str) -> str:
        digest = sha256(" ".join(source.split()).encode()).hexdigest()[:10]
        number = next(self._given.setdefault(digest, count(1)))
        return f"t-{digest}" if number == 1 else f"t-{digest}-{number}"


def _groups(tokens: Iterable[Token]) -> list[list[Token]]:
    groups: list[list[Token]] = []
    depth = 0
    for token in tokens:
        if depth == 0:
            groups.append([])
        groups[-1].append(token)
        depth += token.nesting
    return groups


def _lowered(group: Sequence[Token]) -> list[Token]:
    for token in group:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
    return list(group)


def _record(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 -- as the parser calls its rules
    """Read `[[reference]]`."""
    found = _REFERENCE.match(state.src, state.pos) if state.src.startswith("[[", state.pos) else None
    if found is None:
        return False
    if not silent:
        reference = found.group(1)
        known = state.env.get(_NAMED, {}).get(reference.upper())
        if known is not None:
            state.push("link_open", "a", 1).attrs = {"href": known.url, "title": known.title}
        state.push("text", "", 0).content = reference
        if known is not None:
            state.push("link_close", "a", -1)
    state.pos = found.end()
    return True


def _parser() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "breaks": False, "maxNesting": _NESTED})
    made.disable("image").enable("table")
    made.inline.ruler.before("link", "record", _record)
    return made


_PARSER: Final = _parser()
