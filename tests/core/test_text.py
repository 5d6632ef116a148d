import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from waymark.core.text import first_unwanted, name_of, normal, one_line, some_lines


@given(st.text())
def test_has_one_normal_form(text: str) -> None:
    once = normal(text)
    assert normal(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\r" not in once
    assert once == once.strip()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  a  ", "a"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("e\u0301", "\u00e9"),
        ("\u00a0a\u3000", "a"),
        ("\ufb01", "\ufb01"),
        ("", ""),
    ],
)
def test_brings_text_into_its_normal_form(typed: str, stored: str) -> None:
    assert normal(typed) == stored


@pytest.mark.parametrize(
    "text", ["\u200b", "\u3164", "\u2800\u2800", "\u115f", "\u1160", "\uffa0", "\u00ad", "\u0301", "\u200d \ufeff"]
)
def test_refuses_a_line_that_shows_nothing(text: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        one_line(text)
    assert refusal.value.code == "invisible-name"


@pytest.mark.parametrize(
    "text",
    ["", "Plain", "Žalgiris – “quoted”", "مرحبا \u200f", "שלום\u200e", "👩\u200d🔧", "می\u200cخواهم", "=1+1", "<b>"],  # noqa: RUF001 -- letters of their own scripts
)
def test_takes_text_of_every_script(text: str) -> None:
    one_line(text)
    some_lines(text)


@pytest.mark.parametrize(
    "character",
    [
        "\x00",
        "\x07",
        "\x1b",
        "\x7f",
        "\x85",
        "\u2028",
        "\u2029",
        "\u202a",
        "\u202e",
        "\u2066",
        "\u2069",
        "\ud800",
        "\uffff",
    ],
    ids=lambda character: f"U+{ord(character):04X}",
)
def test_refuses_what_cannot_be_seen(character: str) -> None:
    for rule in (one_line, some_lines):
        with pytest.raises(ValidationError) as refused:
            rule(f"a{character}b")
        assert refused.value.code == "unwanted-character"
        assert f"U+{ord(character):04X}" in refused.value.messages[0]


@pytest.mark.parametrize("character", ["\n", "\t"])
def test_takes_line_breaks_only_where_there_are_lines(character: str) -> None:
    some_lines(f"a{character}b")
    with pytest.raises(ValidationError):
        one_line(f"a{character}b")


def test_refuses_piles_of_marks_and_takes_the_few_a_language_needs() -> None:
    some_lines("a" + "\u0301" * 8)
    with pytest.raises(ValidationError) as refused:
        one_line("a" + "\u0301" * 9)
    assert refused.value.code == "combining-marks"


@given(st.text())
def test_agrees_with_itself_about_lines(text: str) -> None:
    if first_unwanted(text, lines=False) is None:
        assert first_unwanted(text, lines=True) is None
    if first_unwanted(text, lines=True) is not None:
        assert first_unwanted(text, lines=False) is not None


def test_names_characters_that_cannot_be_shown() -> None:
    assert name_of("\u202e") == "U+202E RIGHT-TO-LEFT OVERRIDE"
    assert name_of("\x00") == "U+0000"
