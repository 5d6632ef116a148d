"""Pages hold no style, no script and no words that a translator never sees."""

import ast
import re

import pytest

from tests.architecture.house import modules
from tests.architecture.pages import Template, on_the_page, seen, skeleton, templates, unnamed

PAGES = [one for one in templates() if one.name.endswith(".html")]
# Not words: shapes of a status, handed to a class.
UNTRANSLATED = {"ui/status.html": ["claimed"]}
# Pages with a history that are no page of a record by itself.
OTHER_HISTORIES = {
    "catalogue/wording.html": "a form for the words of one requirement",
    "conformity/result.html": "one of three views of a round; what one does stands on its overview",
    "exchange/preview.html": "a step of an import, which is decided line by line",
    "people/settings.html": "forms for the organisation itself",
    "reports/record_as_of.html": "a record of the past, with which nothing is done",
    "work/comment.html": "a form for one comment",
}
# Texts in Python that look like markup and are none of a page.
_MARKUP = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(\s[^<>]*)?/?>")
MARKUP_ELSEWHERE: dict[str, str] = {}


def named(template: Template) -> str:
    return template.name


@pytest.mark.parametrize("template", PAGES, ids=named)
def test_holds_no_inline_style_script_or_handler(template: Template) -> None:
    assert seen(skeleton(template.text).markup).inline == []


@pytest.mark.parametrize("template", PAGES, ids=named)
def test_shows_no_words_that_were_not_given_to_translators(template: Template) -> None:
    found = skeleton(template.text)
    assert seen(found.markup).words == UNTRANSLATED.get(template.name, [])
    assert found.bare_words == []


@pytest.mark.parametrize("template", [one for one in templates() if one.name.endswith(".txt")], ids=named)
def test_gives_messages_to_translators(template: Template) -> None:
    assert not re.search(r"[^\W\d_]", skeleton(template.text).markup)


@pytest.mark.parametrize("template", [one for one in PAGES if one.is_part], ids=named)
def test_says_first_what_a_part_is_given(template: Template) -> None:
    first = template.text.split("\n", 1)[0]
    assert re.match(r"{#-? .+ #}$", first), first
    assert unnamed(template) == set()


@pytest.mark.parametrize("template", [one for one in PAGES if one.is_page], ids=named)
def test_has_one_first_heading(template: Template) -> None:
    text = on_the_page(template)
    # A heading in each branch of a choice is one heading on the page.
    branches = len(re.findall(r"{%-?\s*else\s*-?%}\s*(<[^>]+>\s*)*<h1", text))
    assert seen(skeleton(text).markup).headings - branches == 1


def test_shows_every_record_in_the_same_frame() -> None:
    with_history = [one for one in PAGES if one.is_page and '"trail/_history.html"' in one.text]
    framed = {one.name for one in with_history if '{% extends "core/record.html" %}' in one.text}
    assert {one.name for one in with_history} - framed == set(OTHER_HISTORIES)
    assert len(framed) > 5


@pytest.mark.parametrize("template", PAGES, ids=named)
def test_trusts_markup_only_with_a_reason(template: Template) -> None:
    lines = template.text.splitlines()
    trusting = [number for number, line in enumerate(lines) if re.search(r"\|\s*safe\b|autoescape\s+false", line)]
    assert [lines[number] for number in trusting if "{#" not in "".join(lines[max(0, number - 1) : number + 1])] == []


def test_sees_what_it_forbids() -> None:
    bad = """
<p style="color: red" onclick="go()">Bare words <b>{% trans %}Fine{% endtrans %}</b></p>
<img alt="Bare too"><img alt="{{ _('Fine') }}"><script>alert(1)</script><script src="{{ x }}"></script>
{{ button("Save now") }}{{ button(_("Fine words")) }}<a href="javascript:go()">{{ name }}</a>
"""
    found = skeleton(bad)
    assert seen(found.markup).inline == ["<p style>", "<p onclick>", "<script>", "<a href>"]
    assert seen(found.markup).words == ["Bare words", "alt=Bare too"]
    assert found.bare_words == ['"Save now"']


def texts(tree: ast.Module) -> list[str]:
    """Return the texts of a module that are no docstrings."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docstrings]
    return [node.value for node in constants if isinstance(node.value, str)]


def test_writes_no_markup_in_python() -> None:
    found = {one.name: text for one in modules() for text in texts(one.tree) if _MARKUP.search(text)}
    assert set(found) == set(MARKUP_ELSEWHERE), found
    assert [
        text for text in texts(ast.parse('"""<p>doc</p>"""\nx = "<b>bold</b>"\ny = "a < b"')) if _MARKUP.search(text)
    ]


def test_declares_no_text_safe_in_python() -> None:
    forbidden = {"mark_safe", "format_html", "format_html_join", "SafeString", "Markup"}
    found = [
        f"{one.name}: {node.id if isinstance(node, ast.Name) else node.attr}"
        for one in modules()
        for node in ast.walk(one.tree)
        if (isinstance(node, ast.Name) and node.id in forbidden)
        or (isinstance(node, ast.Attribute) and node.attr in forbidden)
    ]
    # What nh3 has cleaned against a closed list is the one text that is shown as it is.
    assert set(found) == {"core/markdown.py: Markup"}
