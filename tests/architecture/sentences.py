"""Every sentence the product shows, with its file and line: `scripts/sentences` lists and counts them."""

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment
from jinja2.ext import i18n

from tests.architecture.house import ROOT, SOURCE

_TRANSLATED = frozenset({"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"})
# Read by people who use the console, an address of the API or the log of an operator, and not translated.
_HELP = ("site/console/", "api.py", "api/")
_WORDS = re.compile(r"[A-Za-z’']{2,}[,;:]? [A-Za-z’'(]{1,}")
_CODE = re.compile(
    r"^(SELECT|INSERT|CREATE|UPDATE|DELETE|DROP|BEGIN|PRAGMA|ALTER|WITH)\b|[{};=]{1}$|^\.|::|default-src"
)


@dataclass(frozen=True, order=True)
class Sentence:
    """One text for people: where it stands, of what kind it is, and how it reads with its spaces closed up."""

    file: str
    line: int
    kind: str
    text: str

    def __str__(self) -> str:
        """Show it as one line, so that it can be searched."""
        return f"{self.file}:{self.line}: [{self.kind}] {self.text}"


def sentences() -> list[Sentence]:
    """Return every sentence of the product: pages, code, help of console and API."""
    found = [*_of_templates(), *_of_code()]
    return sorted({(one.file, one.line, one.text): one for one in found}.values())


def _of_templates() -> Iterator[Sentence]:
    environment = Environment(extensions=[i18n, "jinja2.ext.do"], trim_blocks=True, lstrip_blocks=True, autoescape=True)
    for path in [*sorted(SOURCE.rglob("templates/**/*.html")), *sorted(SOURCE.rglob("templates/**/*.txt"))]:
        for line, _function, message in environment.extract_translations(path.read_text(encoding="utf-8")):  # type: ignore[attr-defined]
            for text in message if isinstance(message, tuple) else (message,):
                if text:
                    yield _sentence(path, line, "page", text)


def _of_code() -> Iterator[Sentence]:
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _of_module(path, ast.parse(path.read_text(encoding="utf-8")))


def _of_module(path: Path, tree: ast.Module) -> Iterator[Sentence]:
    seen: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in _TRANSLATED:
            for argument in node.args:
                seen.update(id(inner) for inner in ast.walk(argument))
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield _sentence(path, argument.lineno, "gettext", argument.value)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
            seen.add(id(node.body[0].value) if node.body and isinstance(node.body[0], ast.Expr) else 0)
            if isinstance(node, ast.FunctionDef) and _is_help(path, node):
                yield _sentence(path, node.lineno, "help", ast.get_docstring(node) or "")
        elif isinstance(node, ast.JoinedStr):
            seen.update(id(inner) for inner in ast.walk(node) if inner is not node)
    yield from _plain(path, tree, seen)


def _plain(path: Path, tree: ast.Module, seen: set[int]) -> Iterator[Sentence]:
    """Yield the texts that go out as they stand: at the console, in the log, in descriptions for programs."""
    fields = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in seen or id(node) in fields:
            continue
        if isinstance(node, ast.JoinedStr):
            text = "".join(_piece(value) for value in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if _WORDS.search(text) and not _CODE.search(text):
            yield _sentence(path, node.lineno, "plain", text)


def _piece(value: ast.expr) -> str:
    return str(value.value) if isinstance(value, ast.Constant) else "{…}"


def _is_help(path: Path, node: ast.FunctionDef) -> bool:
    name = path.relative_to(SOURCE).as_posix()
    return any(part in name for part in _HELP) and bool(node.decorator_list) and bool(ast.get_docstring(node))


def _name(function: ast.expr) -> str:
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def _sentence(path: Path, line: int, kind: str, text: str) -> Sentence:
    return Sentence(str(path.relative_to(ROOT)), line, kind, " ".join(text.split()))


def main() -> None:
    """List every sentence that holds all the given words, then say how many there are of each kind."""
    wanted = [word.lower() for word in sys.argv[1:]]
    found = [one for one in sentences() if all(word in str(one).lower() for word in wanted)]
    lines = [str(one) for one in found]
    counted = Counter(one.kind for one in found)
    kinds = ", ".join(f"{n} {kind}" for kind, n in sorted(counted.items()))
    distinct = len({one.text for one in found})
    sys.stdout.write("\n".join([*lines, f"{len(found)} sentences ({kinds}), {distinct} different"]) + "\n")


if __name__ == "__main__":
    main()
