"""Markdown of people becomes HTML that nobody can be hurt by."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.core.markdown import html_of, plain_of


def test_writes_what_people_use() -> None:
    text = "**Done** by *Ada*:\n\n- one\n- two\n\n> quoted\n\n`code` and [a page](https://example.org/x)"
    made = html_of(text)
    for part in ("<strong>Done</strong>", "<em>Ada</em>", "<li>one</li>", "<blockquote>", "<code>code</code>"):
        assert part in made
    assert '<a href="https://example.org/x" rel="noopener noreferrer nofollow">a page</a>' in made


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\nscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox)",
        '[x](x "onmouseover=alert(1)")',
        "![pixel](https://elsewhere.example/pixel.png)",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        "<svg><script>alert(1)</script></svg>",
        "<style>*{display:none}</style>",
        "<iframe src=//elsewhere.example>",
    ],
)
def test_lets_nothing_through_that_acts(text: str) -> None:
    made = html_of(text)
    tags = set(re.findall(r"<\s*/?\s*([a-zA-Z0-9]+)", made))
    assert tags <= {"p", "a", "br"}
    assert not re.search(r"""(?:href|src)\s*=\s*["']?\s*(?!https?:|mailto:)[a-z]+:""", made, re.IGNORECASE)
    assert not re.search(r"<[^>]*\son\w+\s*=", made)


@given(st.text(max_size=400))
def test_makes_of_any_text_no_tag_but_those_of_the_list(text: str) -> None:
    tags = set(re.findall(r"<\s*/?\s*([a-zA-Z0-9]+)", html_of(text)))
    assert tags <= {
        "p",
        "br",
        "hr",
        "em",
        "strong",
        "code",
        "pre",
        "blockquote",
        "ul",
        "ol",
        "li",
        "a",
        "h3",
        "h4",
        "h5",
        "h6",
    }


def test_is_not_brought_down_by_deep_nesting() -> None:
    assert html_of("> " * 5000 + "x").count("<blockquote>") <= 20
    assert html_of("[" * 5000)
    assert html_of("*a " * 3000)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Some **bold** and *emphatic* words", "Some bold and emphatic words"),
        ("First\n\n- one\n- **two**\n\nLast", "First\n\n– one\n– two\n\nLast"),
        ("3. third\n4. fourth", "3. third\n4. fourth"),
        ("- one\n  - inner\n- two", "– one\n  – inner\n– two"),
        ("See [the site](https://example.org/x).", "See the site (https://example.org/x)."),
        ("<https://example.org>", "https://example.org"),
        ("Run `waymark`\nnow", "Run waymark\nnow"),
        ("2 * 3 and snake_case_name and A.6.2", "2 * 3 and snake_case_name and A.6.2"),
        ("Plain\n\n\ntext, as typed ", "Plain\n\n\ntext, as typed "),
        ("<b>no tag</b> # no heading", "<b>no tag</b> # no heading"),
    ],
)
def test_gives_text_without_its_signs(typed: str, shown: str) -> None:
    assert plain_of(typed) == shown
