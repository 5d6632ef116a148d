"""Which duties the answers of a classification rule out; what they leave open stays on the sheet."""

import pytest

from waymark.context.law.conditions import DECIDED, Facts, is_ruled_out
from waymark.context.law.reading import current_law

NOBODY_KNOWS = Facts(None, None, is_public=False, owes_fria=False)


def facts(*uses: str, cases: tuple[str, ...] = (), is_public: bool = False, owes_fria: bool = False) -> Facts:
    return Facts(frozenset(uses), frozenset(cases), is_public=is_public, owes_fria=owes_fria)


def ruled_out(known: Facts) -> set[str]:
    return {one.article for one in current_law().duties if is_ruled_out(one.condition, known)}


def test_decides_only_conditions_that_the_law_file_has() -> None:
    assert set(DECIDED) <= {one.condition for one in current_law().duties}


def test_rules_out_for_a_private_employer_what_is_about_biometrics_infrastructure_and_public_bodies() -> None:
    found = ruled_out(facts("annex-iii-4-a"))
    assert {"Art. 12(3)", "Art. 14(5)", "Art. 26(10)", "Art. 43(1), Annex VI, VII", "Art. 49(5)"} <= found
    assert {"Art. 27(1)", "Art. 27(2)", "Art. 27(3)", "Art. 49(3), Annex VIII Section C"} <= found
    assert not {"Art. 43(2), Annex VI", "Art. 49(1), Annex VIII Section A", "Art. 86", "Art. 26(11)"} & found


def test_keeps_for_a_public_body_what_only_public_bodies_owe() -> None:
    found = ruled_out(facts("annex-iii-5-a", is_public=True, owes_fria=True))
    assert not {"Art. 27(1)", "Art. 27(3)", "Art. 49(3), Annex VIII Section C"} & found


def test_registers_nothing_of_critical_infrastructure_with_the_union() -> None:
    found = ruled_out(facts("annex-iii-2-a", is_public=True))
    assert {"Art. 49(1), Annex VIII Section A", "Art. 49(3), Annex VIII Section C", "Art. 86"} <= found
    assert "Art. 49(5)" not in found


@pytest.mark.parametrize("condition", ["Annex III area 1", "case-marking", "Annex III 1(a)", "Annex III areas 2 to 8"])
def test_rules_nothing_out_that_nobody_knows(condition: str) -> None:
    assert not is_ruled_out(condition, NOBODY_KNOWS)


def test_leaves_to_people_what_the_answers_do_not_say() -> None:
    assert not is_ruled_out("trained with data; otherwise for test data only", facts("annex-iii-4-a"))
    assert not is_ruled_out("", facts())
