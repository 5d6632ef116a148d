"""The law as data: sound, versioned, with ids that never vanish, and classes that follow from answers."""

from pathlib import Path
from typing import Any

import pytest

from waymark.context.law.classifying import (
    HIGH_RISK,
    NO_SPECIAL,
    OUT_OF_SCOPE,
    PROHIBITED,
    TRANSPARENCY,
    UNSURE,
    Unanswered,
    classify,
    fria_owed,
    summary_class,
)
from waymark.context.law.reading import CURRENT, current_law, read_law
from waymark.context.package_data import UnsoundData

LOCKED = Path(__file__).parent / "law-ids.txt"
PLAIN = {
    "q-ai-system": ["yes"],
    "q-eu-link": ["yes"],
    "q-exclusion": ["none"],
    "q-role": ["deployer"],
    "q-prohibited": ["none"],
    "q-annex-i-act": ["none"],
    "q-annex-iii": ["none"],
    "q-transparency": ["none"],
}


def every_id() -> set[str]:
    law = current_law()
    named: dict[str, tuple[Any, ...]] = {
        "classes": law.classes,
        "questions": law.questions,
        "duties": law.duties,
        "fria": law.fria,
        **law.lists,
    }
    return {f"{name}/{one.id}" for name, some in named.items() for one in some}


def test_keeps_every_id_there_ever_was() -> None:
    locked = set(LOCKED.read_text(encoding="utf-8").split())
    assert locked - every_id() == set(), "An id is stored in classifications and never vanishes."
    assert every_id() - locked == set(), "A new id is written into the list, so that it cannot vanish later."


def test_names_its_version_in_the_file_and_in_its_name() -> None:
    assert CURRENT.stem.endswith(current_law().version)


def test_finds_nothing_special_where_nothing_is_picked() -> None:
    assert summary_class(classify(current_law(), PLAIN).classes) == NO_SPECIAL


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"q-ai-system": ["no"]}, OUT_OF_SCOPE),
        ({"q-exclusion": ["excl-military"]}, OUT_OF_SCOPE),
        ({"q-exclusion": ["excl-open-source"]}, OUT_OF_SCOPE),
        ({"q-exclusion": ["excl-open-source"], "q-transparency": ["case-interaction"]}, TRANSPARENCY),
        ({"q-prohibited": ["prohibited-social-scoring"]}, PROHIBITED),
        ({"q-transparency": ["case-interaction"]}, TRANSPARENCY),
        ({"q-annex-iii": ["annex-iii-5-b"], "q-profiling": ["yes"]}, HIGH_RISK[0]),
        (
            {
                "q-annex-iii": ["annex-iii-4-a"],
                "q-profiling": ["no"],
                "q-exception-condition": ["exception-narrow-task"],
                "q-exception-risk": ["yes"],
            },
            "class-annex-iii-exempted",
        ),
        (
            {
                "q-annex-i-act": ["annex-i-medical-devices"],
                "q-annex-i-safety": ["yes"],
                "q-annex-i-third-party": ["yes"],
            },
            HIGH_RISK[1],
        ),
        (
            {"q-annex-i-act": ["annex-i-machinery"], "q-annex-i-safety": ["yes"], "q-annex-i-third-party": ["yes"]},
            HIGH_RISK[2],
        ),
    ],
)
def test_follows_the_questions(answers: dict[str, list[str]], expected: str) -> None:
    assert summary_class(classify(current_law(), PLAIN | answers).classes) == expected


def test_counts_what_nobody_knows_as_the_strict_answer() -> None:
    outcome = classify(current_law(), PLAIN | {"q-prohibited": [UNSURE]})
    assert summary_class(outcome.classes) == PROHIBITED
    assert outcome.unsure == ("q-prohibited",)


def test_asks_for_what_is_reached_and_not_answered() -> None:
    with pytest.raises(Unanswered) as missing:
        classify(current_law(), PLAIN | {"q-annex-iii": ["annex-iii-5-b"]})
    assert missing.value.question == "q-profiling"


@pytest.mark.parametrize(
    ("use", "roles", "is_public", "owed"),
    [
        ("annex-iii-5-b", ["deployer"], False, True),
        ("annex-iii-5-b", ["provider"], False, False),
        ("annex-iii-4-a", ["deployer"], False, False),
        ("annex-iii-4-a", ["deployer"], True, True),
        ("annex-iii-2-a", ["deployer"], True, False),
    ],
)
def test_says_who_owes_an_assessment_of_fundamental_rights(
    use: str, roles: list[str], *, is_public: bool, owed: bool
) -> None:
    answers = PLAIN | {"q-annex-iii": [use], "q-profiling": ["yes"]}
    outcome = classify(current_law(), answers)
    assert fria_owed(outcome, answers, roles=roles, is_public=is_public) is owed


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("go: q-eu-link", "go: q-nowhere", "choice"),
        ('next_check: "2027-01-31"', 'next_check: "soon"', "day"),
        ("who: [provider, deployer], when: [class-any-ai-system]", "who: [], when: [class-any-ai-system]", "missing"),
    ],
)
def test_refuses_an_unsound_file(old: str, new: str, code: str) -> None:
    text = CURRENT.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(UnsoundData) as refused:
        read_law(text.replace(old, new, 1).encode())
    assert any(str(one.code).startswith(code) for one in refused.value.faults)
