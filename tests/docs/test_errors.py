"""docs/reference/errors.md names every stable code that the product can answer with, and no other."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from waymark.evidence.files.extraction.reading import TROUBLES
from waymark.evidence.files.remarks import REMARKS

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "waymark"
PAGE = ROOT / "docs" / "reference" / "errors.md"

_ROW = re.compile(r"^\| `([a-z0-9_-]+)` \|(.*)\|(.*)\|$", re.MULTILINE)
_BASE = "RuleBroken"
# These take the code by place: refusals of a table, and faults noted in a catalogue's files.
_PLACE = {"TableRefused": 0, "CatalogueFault": 0}
_PLACE_IN_CATALOGUE = {**_PLACE, "note": 0, "at": 0, "_refuse_repeat": 1}
# The rows of a sheet have codes of their own, spelt out beside their sentences.
_NAMED_TABLES = frozenset({"REFUSALS", "_TROUBLES"})


def _trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def _refusals(trees: list[tuple[Path, ast.Module]]) -> set[str]:
    """Return the names of all classes that are refusals, over every file."""
    bases: dict[str, set[str]] = {}
    for _path, tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                bases[node.name] = {base.id for base in node.bases if isinstance(base, ast.Name)}
    known = {_BASE}
    while grown := {name for name, above in bases.items() if above & known} - known:
        known |= grown
    return known


def _of_class(node: ast.ClassDef) -> str | None:
    for line in node.body:
        if isinstance(line, ast.Assign) and any(isinstance(to, ast.Name) and to.id == "code" for to in line.targets):
            return str(ast.literal_eval(line.value))
    return None


def _texts(node: ast.AST) -> Iterator[str]:
    """Return the texts an argument may become: a literal, or those of `a or b`, `a if b else c` and `str(a)`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from _texts(value)
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "str":
        for argument in node.args:
            yield from _texts(argument)


def _of_call(node: ast.Call, places: dict[str, int]) -> Iterator[str]:
    for keyword in node.keywords:
        if keyword.arg == "code":
            yield from _texts(keyword.value)
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in places and len(node.args) > places[name]:
        yield from _texts(node.args[places[name]])


def _of_table(node: ast.AnnAssign) -> Iterator[str]:
    if isinstance(node.target, ast.Name) and node.target.id in _NAMED_TABLES and isinstance(node.value, ast.Dict):
        for key in node.value.keys:
            if key is not None:
                yield from _texts(key)


@cache
def _used() -> frozenset[str]:
    trees = list(_trees())
    refusals = _refusals(trees)
    found: set[str] = set()
    for path, tree in trees:
        places = _PLACE_IN_CATALOGUE if "catalogue" in path.parts else _PLACE
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name in refusals:
                found.update(code for code in [_of_class(node)] if code)
            elif isinstance(node, ast.Call):
                found.update(_of_call(node, places))
            elif isinstance(node, ast.AnnAssign):
                found.update(_of_table(node))
    # People meet the codes of the table reader with hyphens, as all others.
    return frozenset(code.replace("_", "-") for code in found)


def _documented() -> list[tuple[str, str, str]]:
    return [(row[1], row[2].strip(), row[3].strip()) for row in _ROW.finditer(PAGE.read_text(encoding="utf-8"))]


def test_names_every_code_of_the_product() -> None:
    assert sorted(_used() - {code for code, _cause, _way_out in _documented()}) == []


def test_names_no_code_that_is_gone() -> None:
    assert sorted({code for code, _cause, _way_out in _documented()} - _used()) == []


def test_tells_cause_and_way_out_of_each() -> None:
    assert [code for code, cause, way_out in _documented() if len(cause) < 15 or len(way_out) < 5] == []


def test_names_each_code_once() -> None:
    codes = [code for code, _cause, _way_out in _documented()]
    assert sorted({code for code in codes if codes.count(code) > 1}) == []


@pytest.mark.parametrize("code", ["stale-record", "round-closed", "duplicate-id", "not-a-table", "form-expired"])
def test_finds_codes_in_each_of_the_places_they_are_written(code: str) -> None:
    assert code in _used()


def test_tells_every_reason_why_a_file_has_no_text() -> None:
    page = PAGE.with_name("evidence-files.md").read_text(encoding="utf-8")
    assert {code for code, _why in re.findall(r"^\| `([a-z-]+)` \|(.*)\|$", page, re.MULTILINE)} == set(TROUBLES)


def test_tells_every_remark_on_a_file_in_its_words() -> None:
    page = PAGE.with_name("evidence-files.md").read_text(encoding="utf-8")
    assert dict(re.findall(r"^\* `([a-z-]+)`: (.*)$", page, re.MULTILINE)) == {
        code: str(sentence) for code, sentence in REMARKS.items()
    }
