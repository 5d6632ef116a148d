"""Names are the plain words of the trade: what STYLE.md lists as quaint names nothing in product, tests and bench."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.house import ROOT, functions
from tests.architecture.test_shape import every_file

_STYLE = ROOT / "STYLE.md"
QUAINT = frozenset(
    {"anew", "belongings", "comeback", "happening", "happenings", "laid", "lay", "owing", "said", "say", "saying"}
    | {"says", "seams", "tell", "telling", "tellings", "tells", "told", "untold", "wish", "wished", "wishes"}
    | {"ailment", "hindrance"}
)
"""Words that stand in no name, alone or with others."""
QUAINT_NAMES = frozenset(
    {"come_back", "held_head", "in_turn", "keep_here", "name_one", "put_up", "take_down", "take_turn", "worth_telling"}
    | {"begin_round", "bring_sheet", "make_tasks", "measure_again", "name_member", "name_members", "name_owners"}
    | {"Course", "Held", "Holding", "Naming", "Past", "Say", "Sent"}
)
"""Names that are quaint as a whole, though their words are not."""


def given_names(tree: ast.AST) -> Iterator[str]:
    """Yield every name that a module gives; the sentences that name tests are no names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if not node.name.startswith("test_"):
                yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.id if isinstance(node, ast.Name) else node.attr
        elif isinstance(node, ast.alias) and node.asname:
            yield node.asname


def is_quaint(name: str) -> bool:
    """Return whether a name is one that STYLE.md lists, or holds a word of them."""
    words = re.findall(r"[a-z]+", re.sub(r"([A-Z])", r"_\1", name).lower())
    return name.strip("_") in QUAINT_NAMES or not QUAINT.isdisjoint(words)


def test_names_nothing_quaintly() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in every_file()
        for name in {path.stem, *given_names(ast.parse(path.read_text(encoding="utf-8")))}
        if is_quaint(name)
    }
    assert sorted(found) == []


@pytest.mark.parametrize("name", ["told", "_tell_all", "TellingLine", "lay_down", "wish_or_404", "take_turn", "Held"])
def test_knows_a_quaint_name(name: str) -> None:
    assert is_quaint(name)


@pytest.mark.parametrize("name", ["notify", "layer", "essay", "payload", "lock_chain", "by_revision", "HeldBack"])
def test_lets_a_plain_name_pass(name: str) -> None:
    assert not is_quaint(name)


def test_sees_every_place_where_a_name_is_given() -> None:
    text = """
from x import y as told
class Wish:
    said: str
def tell(wish, *says, **untold):
    lay, self.anew = 1, 2
    file.tell()
def test_tells_it():
    pass
"""
    given = sorted(name for name in given_names(ast.parse(text)) if is_quaint(name))
    assert given == ["Wish", "anew", "lay", "said", "says", "tell", "told", "untold", "wish"]
    assert len(list(functions(ast.parse(text)))) == 2


def test_lists_every_quaint_word_in_the_style() -> None:
    table = _STYLE.read_text(encoding="utf-8").partition("**Words**")[2].partition("**Models**")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| ")]
    listed = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert (QUAINT | QUAINT_NAMES) - listed == set()
