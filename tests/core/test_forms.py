import datetime as dt

import pytest
from django import forms
from django.urls import get_resolver

from waymark.core.form_words import OwnWords
from waymark.core.forms import Day, Line, PlainForm, Prose, Whole


class Sample(PlainForm):
    """A form with one of each field."""

    name = Line(max_length=20)
    note = Prose(required=False)
    day = Day(required=False)
    tags = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], required=False)


def filled(**typed: str | list[str]) -> Sample:
    form = Sample({"name": "Name", **typed})
    form.is_valid()
    return form


def test_turns_text_into_its_normal_form() -> None:
    form = filled(name="  Z\u030calgiris ", note="a\r\nb ")
    assert form.cleaned_data["name"] == "Žalgiris"
    assert form.cleaned_data["note"] == "a\nb"


def test_names_every_field_it_does_not_know() -> None:
    form = filled(verdict="missing", owner="4")
    assert form.non_field_errors() == ["Unknown field: owner, verdict. Nothing was saved."]


def test_takes_what_belongs_to_the_request() -> None:
    assert filled(csrfmiddlewaretoken="x", next="/").is_valid()


def test_tells_its_own_fields_by_their_prefix() -> None:
    assert Sample({"p-name": "Name"}, prefix="p").is_valid()
    assert not Sample({"p-name": "Name", "name": "Name"}, prefix="p").is_valid()


def test_says_which_unknown_field_without_repeating_a_long_one() -> None:
    form = filled(**{"x" * 500: "1"})
    assert len(str(form.non_field_errors()[0])) < 300


@pytest.mark.parametrize(
    ("typed", "day"),
    [("2026-01-23", dt.date(2026, 1, 23)), ("1990-01-01", dt.date(1990, 1, 1)), ("2199-12-31", dt.date(2199, 12, 31))],
)
def test_takes_days_in_iso_form(typed: str, day: dt.date) -> None:
    assert filled(day=typed).cleaned_data["day"] == day


@pytest.mark.parametrize(
    "typed",
    ["1989-12-31", "2200-01-01", "0001-01-01", "23/01/2026", "01/02/2026", "2026-02-30", "tomorrow", "20260123"],
)
def test_refuses_days_that_are_slips_of_the_keyboard(typed: str) -> None:
    assert "day" in filled(day=typed).errors


@pytest.mark.parametrize("wrong", [{"name": "x" * 21}, {"name": ""}, {"name": "a\nb"}, {"note": "x" * 8001}], ids=str)
def test_refuses_text_that_does_not_fit(wrong: dict[str, str]) -> None:
    assert set(filled(**wrong).errors) == set(wrong)


def test_counts_characters_in_the_normal_form() -> None:
    assert filled(name="e\u0301" * 20).is_valid()


def test_refuses_choices_that_are_not_offered() -> None:
    assert filled(tags=["a", "b"]).cleaned_data["tags"] == ["a", "b"]
    assert "tags" in filled(tags=["a", "c"]).errors


@pytest.mark.parametrize(
    "typed", ["\u0663", "1.0", "1.", "1_0", "+1", "1e1", "0x1", "\u00bd", "9" * 40, "9" * 5000, "--1", "-"]
)
def test_refuses_what_only_looks_like_a_whole_number(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        Whole().clean(typed)


@pytest.mark.parametrize(("typed", "number"), [("7", 7), (" 7 ", 7), ("007", 7), (7, 7), ("-1", -1), ("", None)])
def test_reads_whole_numbers(typed: str | int, number: int | None) -> None:
    assert Whole(required=False).clean(typed) == number


class Everything(PlainForm):
    """A form with each kind of field that can refuse."""

    line = Line(max_length=3)
    least = forms.CharField(min_length=3, required=False)
    whole = Whole(min_value=2, max_value=5, required=False)
    day = Day(required=False)
    email = forms.EmailField(required=False)
    link = forms.URLField(required=False, assume_scheme="https")
    choice = forms.ChoiceField(choices=[("a", "A")], required=False)
    several = forms.MultipleChoiceField(choices=[("a", "A")], required=False)
    own = forms.CharField(max_length=2, required=False, error_messages={"max_length": "At most two letters."})


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("line", "", "This field is required."),
        ("line", "abcd", "Use at most 3 characters; there are 4."),
        ("least", "ab", "Use at least 3 characters; there are 2."),
        ("least", "ab\x00", "The text has a character that cannot be stored. Type it again."),
        ("whole", "1", "Enter a number that is not less than 2."),
        ("whole", "6", "Enter a number that is not greater than 5."),
        ("whole", "1.5", "Enter a whole number."),
        ("day", "31.12.2027", "Enter a date such as 2027-03-31."),
        ("email", "ada", "Enter an email address such as ada@example.org."),
        ("link", "ht tp", "Enter an address that begins with https:// or http://."),
        ("choice", "x", "“x” is not one of the choices."),
        ("several", ["x"], "“x” is not one of the choices."),
        ("several", "x", "Choose from the list."),
        ("own", "abc", "At most two letters."),
    ],
)
def test_refuses_in_our_own_sentences(field: str, value: str | list[str], sentence: str) -> None:
    form = Everything({"line": "abc", field: value})
    assert form.errors[field] == [sentence]


def test_gives_own_words_to_every_form_of_the_product() -> None:
    def below(kind: type[forms.BaseForm]) -> set[type[forms.BaseForm]]:
        found = {kind}
        for one in kind.__subclasses__():
            found |= below(one)
        return found

    # Reading the table of addresses reads every module with a form.
    assert get_resolver().url_patterns
    ours = {one for one in below(forms.BaseForm) if one.__module__.startswith("waymark.")} - {OwnWords}
    assert len(ours) > 50
    assert {one.__qualname__ for one in ours if not issubclass(one, OwnWords)} == set()
