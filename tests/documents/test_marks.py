"""Marks in a draft: found with section and label, answered, and never put there by a record."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from waymark.core.text import normal
from waymark.documents.marks import (
    NoReason,
    NotAMark,
    answered_none,
    in_cell,
    literal,
    marked,
    marks_left,
    quoted,
    settled,
)
from waymark.documents.package_data import Outline, document_data

outlines = st.sampled_from(list(document_data().outlines.values()))
record_texts = st.text(
    st.one_of(st.sampled_from("{}|*_`#<>\\[]()!&;-+=~1. \n\tpurpose"), st.characters(exclude_categories=["C", "Z"])),
    max_size=60,
)


def text_of(outline: Outline) -> str:
    """Return an outline as a text in which nothing is filled yet."""
    lines = []
    for section in outline.sections:
        lines += [f"## {section.heading}", "", quoted(section.guidance), ""]
        for mark in section.marks:
            lines += [f"**{mark.label}**", "", marked(mark.name), ""]
    return "\n".join(lines)


def seen(text: str) -> str:
    """Return a text as it is stored, without white space."""
    return re.sub(r"\s", "", normal(text))


def plain(markdown: str) -> str:
    """Return what a reader sees of a text, without white space."""
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    pieces = [child.content for token in tokens for child in token.children or () if child.type == "text"]
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    assert {child.type for token in tokens for child in token.children or ()} <= {"text", "text_special", "softbreak"}
    return re.sub(r"\s", "", "".join(pieces))


def test_finds_a_mark_with_its_section_and_its_label() -> None:
    text = "# Policy\n\n{{why}} *What AI is for here*\n\n## Roles\n\n**Who answers**\n\n{{roles}} *nothing recorded*"
    first, second = marks_left(text)
    assert (first.name, first.label, first.section, first.line, first.note) == (
        "why",
        "What AI is for here",
        "Policy",
        3,
        "",
    )
    assert (second.name, second.label, second.section) == ("roles", "Who answers", "Roles")
    assert (second.line, second.note) == (9, "nothing recorded")


def test_takes_no_heading_from_a_block_of_code() -> None:
    text = "## Logs\n\n```\n# no heading\n{{fields}}\n```\n\n{{place}}"
    assert [(one.name, one.section) for one in marks_left(text)] == [("fields", "Logs"), ("place", "Logs")]


@pytest.mark.parametrize("text", ["", "no mark", "{{}}", "{{ 1st }}", "{purpose}", "{{two words}}", r"\{\{purpose\}\}"])
def test_finds_no_mark_where_there_is_none(text: str) -> None:
    assert marks_left(text) == ()


def test_counts_a_mark_that_was_typed_with_blanks() -> None:
    assert [one.name for one in marks_left("{{ purpose }} and {{Purpose}}")] == ["purpose", "Purpose"]


@pytest.mark.parametrize("reason", ["", "  \n ", "see {{other}}"])
def test_refuses_none_without_a_reason(reason: str) -> None:
    with pytest.raises(NoReason):
        answered_none("{{why}}", "why", reason)


def test_refuses_to_answer_a_mark_that_is_not_left() -> None:
    with pytest.raises(NotAMark):
        answered_none("## A\n\nWritten by a person.", "why", "There is none.")


def test_keeps_a_quotation_of_a_person_when_the_guidance_goes() -> None:
    outline = document_data().outlines["D-03"]
    guidance = quoted(outline.sections[0].guidance)
    text = f"## {outline.sections[0].heading}\n\n{guidance}\n\n> Our founder said so.\n\nBecause."
    assert settled(text) == f"## {outline.sections[0].heading}\n\n> Our founder said so.\n\nBecause."


@given(outlines, st.data())
def test_loses_one_mark_with_each_answer_and_its_guidance_with_the_last(outline: Outline, data: st.DataObject) -> None:
    text = text_of(outline)
    order = data.draw(st.permutations([mark.name for mark in outline.marks]))
    for gone, name in enumerate(order, start=1):
        text = answered_none(text, name, "Nothing of the kind here.")
        left = [one.name for one in marks_left(text)]
        assert left == [mark.name for mark in outline.marks if mark.name not in order[:gone]]
        for section in outline.sections:
            is_open = any(mark.name in left for mark in section.marks)
            assert (quoted(section.guidance) in text) == is_open
            assert f"## {section.heading}" in text
    assert text.count("Nothing of the kind here.") == len(order)
    assert settled(text) == text


@given(st.text(st.sampled_from("ab#{}`~> \n*"), max_size=80))
def test_changes_nothing_but_guidance(text: str) -> None:
    assert settled(text) == text
    assert [one.line for one in marks_left(text)] == sorted(one.line for one in marks_left(text))


@given(record_texts)
def test_shows_words_of_a_record_as_they_are(text: str) -> None:
    assert marks_left(literal(text)) == ()
    assert plain(literal(text)) == seen(text)


@given(record_texts)
def test_keeps_words_of_a_record_inside_their_cell(text: str) -> None:
    table = MarkdownIt("commonmark").enable("table").parse(f"| A | B |\n| --- | --- |\n| {in_cell(text)} | end |")
    cells = [token for token in table if token.type == "inline"]
    assert len(cells) == 4
    assert all(child.type in {"text", "text_special"} for child in cells[2].children or ())
    assert re.sub(r"\s", "", "".join(child.content for child in cells[2].children or ())) == seen(text)
