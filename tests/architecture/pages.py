"""Templates taken apart: their markup without the language around it, their words, and what they include."""

import re
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, meta

from tests.architecture.house import SOURCE

GIVEN = "\N{REPLACEMENT CHARACTER}"
"""Stands where a page puts a value or a translated sentence."""
_LEXER = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], trim_blocks=True, lstrip_blocks=True)  # noqa: S701 -- it only reads
# A block that fills an attribute of the frame holds no words.
_CLASSES = re.compile(r"{%-?\s*block page_class\s*-?%}.*?{%-?\s*endblock\s*-?%}")
_ENDS = {"block_end", "variable_end"}
# Names, and the letters on keys, are the same in every language.
_NAMES = re.compile(r"\b(Waymark|[A-Z])\b")
_LETTER = re.compile(r"[^\W\d_]")
# What a person reads or hears although it is an attribute.
_SPOKEN = frozenset({"alt", "title", "placeholder", "aria-label", "aria-description", "data-label", "summary", "label"})
# What every page has: the environment's own, and what waymark.site.pages.shell adds.
_EVERYWHERE = frozenset(
    {"url", "static", "date", "moment", "minute", "ago", "browser_of", "day_form", "record_lines"}
    | {"gettext", "ngettext", "_", "_trans", "self", "loop", "caller"}
    | {"request", "csrf_input", "csrf_token", "messages", "organisation", "member", "organisations", "navigation"}
    | {"locale", "theme", "today", "user"}
)
# A text in an expression that reads like words for people: two words, or one that begins as a sentence does.
_SENTENCE = re.compile(r"^[A-Z][a-z]{2,}|[a-z]{2,} [a-z]{2,}")


@dataclass(frozen=True)
class Template:
    """A Jinja2 template of the product."""

    name: str
    text: str

    @property
    def is_part(self) -> bool:
        """Return whether it is included by pages."""
        return self.name.rpartition("/")[2].startswith("_")

    @property
    def is_page(self) -> bool:
        """Return whether a view answers with it."""
        frames = {"core/base.html", "core/plain.html", "core/record.html"}
        return self.name.endswith(".html") and not (self.is_part or self.name.startswith("ui/") or self.name in frames)


@dataclass
class Skeleton:
    """A template's markup with `GIVEN` for every value and translated text; words of its expressions beside it."""

    markup: str = ""
    bare_words: list[str] = field(default_factory=list)


@cache
def templates() -> tuple[Template, ...]:
    """Return every template of the product."""
    return tuple(
        Template(str(path.relative_to(folder)), path.read_text(encoding="utf-8"))
        for folder in sorted(SOURCE.glob("*/templates"))
        for path in sorted(folder.rglob("*.*"))
    )


def skeleton(text: str) -> Skeleton:
    """Return the markup of a template and the sentences its expressions spell without gettext."""
    made = Skeleton()
    statement: list[tuple[str, str]] = []
    is_translated = False
    for _line, kind, value in _LEXER.lex(_CLASSES.sub("", text)):
        if kind == "data" and not is_translated:
            made.markup += value
        elif kind in {"block_begin", "variable_begin"}:
            statement = []
        elif kind in _ENDS:
            words = [one for one_kind, one in statement if one_kind == "name"]
            if kind == "block_end" and words[:1] == ["trans"]:
                is_translated = True
                made.markup += GIVEN
            elif kind == "block_end" and words[:1] == ["endtrans"]:
                is_translated = False
            elif kind == "variable_end" and not is_translated:
                # A tag whose name is chosen by the page is a tag all the same.
                made.markup += "given" if made.markup.endswith(("<", "</")) else GIVEN
            made.bare_words += _bare(statement)
        elif kind != "whitespace" and not kind.startswith(("comment", "raw")):
            statement.append((kind, value))
    return made


def _bare(statement: list[tuple[str, str]]) -> list[str]:
    found = []
    for index, (kind, value) in enumerate(statement):
        before = [one for _kind, one in statement[max(0, index - 2) : index]]
        is_wrapped = before == ["_", "("] or before[:1] in (["gettext"], ["ngettext"])
        if kind == "string" and not is_wrapped and _SENTENCE.search(value[1:-1]) and "--" not in value:
            found.append(value)
    return found


@dataclass
class Seen(HTMLParser):
    """What is in a piece of markup: words for people outside gettext, attributes and elements that are forbidden."""

    words: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    headings: int = 0

    def __post_init__(self) -> None:
        """Begin reading."""
        super().__init__(convert_charrefs=True)
        self._raw = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element."""
        given = dict(attrs)
        self._raw = tag in {"script", "style"}
        self.headings += tag == "h1"
        is_program = tag == "script" and "src" not in given and given.get("type") != "application/json"
        if tag == "style" or is_program:
            self.inline.append(f"<{tag}>")
        for name, value in attrs:
            if name == "style" or (name.startswith("on") and name.isalpha()) or (value or "").startswith("javascript:"):
                self.inline.append(f"<{tag} {name}>")
            if name in _SPOKEN and _LETTER.search((value or "").replace(GIVEN, "")):
                self.words.append(f"{name}={value}")

    def handle_data(self, data: str) -> None:
        """Look at text."""
        words = _NAMES.sub("", data.replace(GIVEN, "")).strip(" \n·")
        if not self._raw and _LETTER.search(words):
            self.words.append(words)


def seen(markup: str) -> Seen:
    """Read markup."""
    reader = Seen()
    reader.feed(markup)
    reader.close()
    return reader


def unnamed(template: Template) -> set[str]:
    """Return what a part takes from its page without naming it in its first line."""
    first = template.text.split("\n", 1)[0]
    imported = set(re.findall(r"\w+", " ".join(re.findall(r"import ([^%]*)%}", template.text))))
    own = set(re.findall(r"{%-?\s*set (\w+)", template.text))
    taken = meta.find_undeclared_variables(_LEXER.parse(template.text)) - _EVERYWHERE - imported - own
    return {name for name in taken if not re.search(rf"\b{name}\b", first)}


@cache
def _by_name() -> dict[str, Template]:
    return {one.name: one for one in templates()}


def on_the_page(template: Template) -> str:
    """Return the text of a page with its parts and with the frames between it and the base."""
    frame = re.search(r'{%-?\s*extends\s+"([^"]+)"', template.text)
    around = _by_name().get(frame[1]) if frame else None
    # The two outermost frames have no heading of their own.
    outermost = {"core/base.html", "core/plain.html"}
    return with_includes(template) + (on_the_page(around) if around and around.name not in outermost else "")


def with_includes(template: Template) -> str:
    """Return the text of a template with what it includes put in its place; what it extends stays out."""
    return re.sub(
        r'{%-?\s*include\s+"([^"]+)"[^%]*%}',
        lambda found: with_includes(_by_name()[found[1]]) if found[1] in _by_name() else "",
        template.text,
    )


def style_sheets() -> list[Path]:
    """Return every style sheet of the product."""
    return sorted(SOURCE.glob("*/static/**/*.css"))
