"""What is typed is taken literally, and what is shown is data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.evidence.search.words import MOST_WORDS, Segment, folded, phrases_of, plain, segments_of


@pytest.mark.parametrize(
    ("query", "phrases"),
    [
        ("risk register", (("risk",), ("register",))),
        ("6.1.4", (("6", "1", "4"),)),
        ('"exact words"', (("exact",), ("words",))),
        ("a-b NEAR(c* d) title:x -y ^z", (("a", "b"), ("NEAR", "c"), ("d",), ("title", "x"), ("y",), ("z",))),
        ("don't & (stop) | ! <-> :*", (("don", "t"), ("stop",))),
        ("Pru\u0308fung", (("Pr\u00fcfung",),)),
        ('"*" - : ^ ( ) \' %', ()),
        ("", ()),
        (" \x00\x02\x03\ud800 ", ()),
        ("☃ 報告書", (("報告書",),)),
    ],
)
def test_takes_words_and_no_operators(query: str, phrases: tuple[tuple[str, ...], ...]) -> None:
    assert phrases_of(query) == phrases


def test_takes_no_more_words_than_it_should() -> None:
    assert sum(len(phrase) for phrase in phrases_of("a " * 500)) == MOST_WORDS
    assert sum(len(phrase) for phrase in phrases_of("a.b.c.d.e " * 500)) == MOST_WORDS
    assert max(len(word) for phrase in phrases_of("x" * 900) for word in phrase) == 64


@pytest.mark.parametrize(
    ("marked", "segments"),
    [
        ("before \x02hit\x03 after", [("before ", False), ("hit", True), (" after", False)]),
        ("\x02<b>\x03", [("<b>", True)]),
        ("no end \x02here", [("no end here", False)]),
        ("\x03\x02\x02twice\x03\x03", [("twice", True)]),
        ("", []),
    ],
)
def test_cuts_a_snippet_into_data(marked: str, segments: list[tuple[str, bool]]) -> None:
    assert segments_of(marked) == tuple(Segment(text, is_hit=hit) for text, hit in segments)


@given(st.text(), st.text())
def test_never_shows_a_mark(query: str, marked: str) -> None:
    assert not any(set(word) & set("\x02\x03\"'*:&|!<>()- ") for phrase in phrases_of(query) for word in phrase)
    assert "".join(one.text for one in segments_of(marked)) == marked.replace("\x02", "").replace("\x03", "")
    assert not set(plain(marked)) & set("\x00\x02\x03")


@pytest.mark.parametrize(
    ("text", "plain_text"),
    [
        ("Prüfung ÉTÉ", "prufung ete"),
        ("Straße ﬁn Ω", "strasse fin ω"),
        ("\N{MATHEMATICAL DOUBLE-STRUCK CAPITAL S}", "s"),
    ],
)
def test_folds_case_and_accents(text: str, plain_text: str) -> None:
    assert folded(text) == plain_text
