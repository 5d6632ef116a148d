"""Files and functions stay short, names say what things are, and imports stand on top."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, functions, modules

_LONGEST_FILE, _LONGEST_FUNCTION = 400, 60
_NO_NAMES = re.compile(r"(^|_)(utils?|helpers?|services?|managers?|selectors?|misc|common)(_|$)")
LATE = {
    "apps.py ready": "models exist only once the apps are ready",
    "__main__.py main": "settings are read by the import and may be what is wrong; that is told in sentences",
}


def long_functions(text: str) -> list[str]:
    found = []
    for function in functions(ast.parse(text)):
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if lines > _LONGEST_FUNCTION:
            found.append(f"{function.name}: {lines}")
    return found


def late_imports(tree: ast.AST) -> Iterator[str]:
    for function in functions(tree):
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function)):
            yield function.name


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def every_file() -> list[Path]:
    rooms = [path for room in ("src/waymark", "tests", "bench", "tools") for path in (ROOT / room).rglob("*.py")]
    return [path for path in rooms if "migrations" not in path.parts]


@pytest.mark.parametrize("name", ["utils", "form_helpers", "services", "managers", "user_manager"])
def test_knows_a_name_that_says_nothing(name: str) -> None:
    assert _NO_NAMES.search(name)


def test_names_modules_after_what_they_are_about() -> None:
    assert [str(path.relative_to(ROOT)) for path in every_file() if _NO_NAMES.search(path.stem)] == []


def test_keeps_files_short() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in every_file()}
    assert {name: lines for name, lines in lengths.items() if lines > _LONGEST_FILE} == {}


def test_keeps_functions_short() -> None:
    found = {one.name: long for one in modules() if (long := long_functions(one.text))}
    assert found == {}
    assert long_functions("def much():\n" + "    x = 1\n" * 60) == ["much: 61"]


def test_imports_on_top() -> None:
    found = [
        f"{one.name} {function}"
        for one in modules()
        for function in late_imports(one.tree)
        if f"{one.name.rpartition('/')[2]} {function}" not in LATE
    ]
    assert found == []
    assert list(late_imports(ast.parse("def view():\n    from x import y\n"))) == ["view"]


def test_uses_no_signals() -> None:
    found = {
        one.name: name
        for one in modules()
        for name in imported(one.tree)
        if "signals" in name.split(".") or name.startswith("django.dispatch")
    }
    assert found == {}
    assert list(imported(ast.parse("from django.db.models.signals import post_save"))) == [
        "django.db.models.signals.post_save"
    ]


def test_imports_no_star() -> None:
    assert [one.name for one in modules() for name in imported(one.tree) if name.endswith(".*")] == []


def test_hands_nothing_on_but_models() -> None:
    """A package's `__init__` says what it is for; only `models/` gathers its nouns, since Django looks there."""
    gathering = [
        one.name
        for one in modules()
        if one.name.endswith("__init__.py") and "models/" not in one.name and list(imported(one.tree))
    ]
    assert gathering == []


SENT_BY_HAND = {
    "people/submit.py submit": "the one way itself",
    "core/wire/sent.py fill": "the one way of programs",
    "evidence/views/collecting.py valid_with": "files that were refused are told of in the form before it is sent",
    "reports/views_trail.py checking": "changes nothing: what is uploaded is held against the chain and shown at once",
}
"""Functions that ask a form whether it is valid although it was sent, each with its reason."""
READ_FROM_THE_ADDRESS = {
    "conformity/views/requirements.py requirement": "a day to look back to",
    "documents/views/document.py _show": "a day for which the version in force is asked",
    "documents/views/version.py comparison": "the version to compare with",
    "evidence/views/files.py preview": "a page of a document to begin at",
    "evidence/views/item.py _page": "which of the files is shown",
    "evidence/views/listing.py forecasts": "a day to look ahead to",
    "records/views.py show_register": "filters, order and page of a list",
    "readiness/views_portfolio.py portfolio": "words and order of a list",
    "context/views/scope_version.py in_force": "a day to look at",
    "reports/views_past.py record_as_of": "a day to look back to",
    "reports/views_registers.py register_file_view": "filters of what is downloaded",
    "reports/views_trail.py trail": "filters of the trail",
    "reports/views_trail.py export": "filters of what is downloaded",
    "site/search/views.py _answer": "words of the search",
    "site/console/registers.py _list": "options of a list at the console",
}
"""Functions whose form says what to show: nothing is sent, no verb follows."""
REDIRECTS = frozenset(
    {"redirect", "redirect_to_login", "HttpResponseRedirect", "HttpResponsePermanentRedirect", "RedirectView"}
)


def asked_forms(tree: ast.AST) -> Iterator[str]:
    """Yield every function that asks whether a form is valid."""
    for function in functions(tree):
        if any(isinstance(node, ast.Attribute) and node.attr == "is_valid" for node in ast.walk(function)):
            yield function.name


def redirects(tree: ast.AST) -> Iterator[str]:
    """Yield every redirect of Django that is imported or reached through its module."""
    yield from (name for name in imported(tree) if name.rpartition(".")[2] in REDIRECTS)
    yield from (node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in REDIRECTS)


def test_sends_every_form_the_one_way() -> None:
    """From a form to a verb to an answer leads `submit`, which keeps what was typed, versions, and double clicks."""
    found = {f"{one.name} {name}" for one in modules() for name in asked_forms(one.tree)}
    assert found == {*SENT_BY_HAND, *READ_FROM_THE_ADDRESS}
    assert list(asked_forms(ast.parse("def view():\n    if form.is_valid():\n        pass\n"))) == ["view"]


def test_reads_only_from_the_address_where_it_says_so() -> None:
    reading = {
        f"{one.name} {function.name}": ast.dump(function)
        for one in modules()
        for function in functions(one.tree)
        if f"{one.name} {function.name}" in READ_FROM_THE_ADDRESS
    }
    assert {name for name, inside in reading.items() if "attr='POST'" in inside or "id='submit'" in inside} == set()


def test_reads_numbers_of_forms_by_one_field() -> None:
    """`forms.IntegerField` takes `1.0` and digits of every script for a number; `core.forms.Whole` does not."""
    found = {
        one.name
        for one in modules()
        for node in ast.walk(one.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"forms.IntegerField", "forms.FloatField"}
    }
    assert found == set()


def test_leads_on_by_one_function() -> None:
    """Every redirect is made in `core.redirects`: 303 after an act, 302 to where something is shown."""
    found = {f"{one.name}: {name}" for one in modules() for name in redirects(one.tree)}
    assert found == {"core/redirects.py: django.http.HttpResponseRedirect"}
    assert list(redirects(ast.parse("from django import shortcuts\nshortcuts.redirect('/')"))) == ["redirect"]


def test_keeps_journeys_in_the_folder_where_the_gate_looks_for_them() -> None:
    marks = re.compile(r"\bmark\.journey\b")
    files = [path for path in (ROOT / "tests").rglob("test_*.py") if marks.search(path.read_text(encoding="utf-8"))]
    folder = ROOT / "tests" / "journeys"
    assert [path.name for path in files if path.parent != folder and path != Path(__file__)] == []
    assert len(files) > 10
