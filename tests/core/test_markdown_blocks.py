"""A document's text as blocks: safe, complete, with records as links and anchors that hold."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.core.markdown_blocks import BEGINNING, Named, beginning_of, blocks_of, references_in

RISK = {"SYS-3": Named("/o/acme/systems/3", 'Reply "assistant"')}
TEXT = """# Scope

We cover [[sys-3]] and *two* sites.

- one
- two

| Site | People |
| --- | --- |
| Head office | 40 |

See [the law][law].

[law]: https://example.org/law
"""


def test_cuts_a_text_into_its_blocks() -> None:
    blocks = blocks_of(TEXT)
    assert [one.kind for one in blocks] == ["heading", "paragraph", "list", "table", "paragraph", "address"]
    assert blocks[0].level == 1
    assert blocks[2].source == "- one\n- two"


def test_writes_a_table_and_a_heading_below_that_of_the_page() -> None:
    made = "".join(one.html for one in blocks_of(TEXT))
    assert "<h2>Scope</h2>" in made
    assert "<h1" not in made
    assert "<th>Site</th>" in made
    assert '<a href="https://example.org/law"' in made


def test_links_a_record_that_the_reader_may_read() -> None:
    made = blocks_of("About [[sys-3]].", RISK)[0].html
    assert '<a href="/o/acme/systems/3" title="Reply &quot;assistant&quot;"' in made
    assert ">sys-3</a>" in made


def test_leaves_an_unknown_record_as_its_number() -> None:
    assert blocks_of("About [[SYS-9]] and [[not one]].")[0].html == "<p>About SYS-9 and [[not one]].</p>\n"
    assert blocks_of("`[[SYS-3]]`", RISK)[0].html == "<p><code>[[SYS-3]]</code></p>\n"


def test_names_the_references_of_a_text() -> None:
    assert references_in("[[sys-3]], [[6.1.2-4]], [[ ]], [[a b]], [[SYS-3]]") == {"SYS-3", "6.1.2-4"}
    assert references_in(f"[[{'x' * 60}]]") == frozenset()


def test_gives_equal_blocks_different_anchors_that_hold_when_others_come() -> None:
    first = [one.anchor for one in blocks_of("Same.\n\nSame.")]
    assert len(set(first)) == 2
    assert [one.anchor for one in blocks_of("New.\n\nSame.\n\nSame.")][1:] == first


@pytest.mark.parametrize(
    ("text", "beginning"),
    [
        ("## What we *promise*", "What we promise"),
        ("We use [[SYS-3]] and\n**nothing** else.", "We use SYS-3 and nothing else."),
        ("| Role | Duty |\n| --- | --- |\n| AIMS manager | reviews |", "Role | Duty"),
        ("- first\n- second", "– first – second"),
        ("#", "…"),
        ("word " * 200, f"{('word ' * 30)[: BEGINNING - 1].rstrip()}…"),
    ],
)
def test_quotes_the_beginning_of_a_block_in_plain_words(text: str, beginning: str) -> None:
    assert beginning_of(blocks_of(text)[0]) == beginning


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "| <img src=x onerror=alert(1)> | b |\n| --- | --- |\n| [x](javascript:alert(1)) | y |",
        "| a |\n| :-: |\n| b |",
        "[[<script>]]",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![pixel](https://elsewhere.example/pixel.png)",
    ],
)
def test_lets_nothing_through_that_acts(text: str) -> None:
    made = "".join(one.html for one in blocks_of(text, RISK))
    assert not re.search(r"<\s*(?:script|img|style|iframe|svg)", made)
    assert not re.search(r"<[^>]*\s(?:on\w+|style)\s*=", made)
    assert "javascript:" not in re.sub(r">[^<]*<", "><", made)


@given(st.text(alphabet="ab#-|`*>[]:/ \n1.", max_size=120))
def test_keeps_every_line_of_any_text_in_some_block(text: str) -> None:
    kept = "\n".join(one.source for one in blocks_of(text))
    assert sorted("".join(kept.split())) == sorted("".join(text.split()))


@given(st.text(max_size=200))
def test_survives_any_text(text: str) -> None:
    anchors = [one.anchor for one in blocks_of(text)]
    assert len(set(anchors)) == len(anchors)
