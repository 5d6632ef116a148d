"""One thing is never "1 things": what is counted has a form for one, on pages as in sentences of the code."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.house import modules
from tests.architecture.pages import Template, templates

_TRANSLATED = re.compile(r"{%-? trans\b[^%]*%}(?P<text>.*?){%-? endtrans", re.DOTALL)
# A number before the word for several things, or before their verb. What is called otherwise counts nothing, or always
# many: of a `total` there are dozens.
_NUMBER = r"{{ (count|n|left|ready|better|bad|months|days|items|files) }}"
_SEVERAL = re.compile(rf"{_NUMBER} [a-z]{{2,}}s\b|{_NUMBER}[^.]* (are|have)\b")
_SEVERAL_IN_CODE = re.compile(r"%\((n|count)\)[ds] [a-z]{2,}s\b|%\((n|count)\)[ds][^.]* (are|have)\b")
_GIVEN_AS_ONE = frozenset({"_", "gettext", "gettext_lazy"})
# Never one: what is refused for being too many.
NEVER_ONE = ["core/wire/strict_json.py: a number has %(n)d digits"]


@pytest.mark.parametrize("template", templates(), ids=lambda template: template.name)
def test_has_a_form_for_one_on_a_page(template: Template) -> None:
    texts = [found["text"] for found in _TRANSLATED.finditer(template.text)]
    assert [text for text in texts if "pluralize" not in text and _SEVERAL.search(text)] == []


def test_has_a_form_for_one_in_code() -> None:
    given = [f"{module.name}: {text}" for module in modules() for text in _without_a_form_for_one(module.tree)]
    assert given == NEVER_ONE


def _without_a_form_for_one(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _GIVEN_AS_ONE:
            text = ast.literal_eval(node.args[0]) if isinstance(node.args[0], ast.Constant) else ""
            if _SEVERAL_IN_CODE.search(text):
                yield text


@pytest.mark.parametrize("text", ["{{ count }} points", "{{ count }} of {{ total }} requirements have no owner"])
def test_sees_what_it_looks_for(text: str) -> None:
    assert _SEVERAL.search(text)
