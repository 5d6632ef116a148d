"""What Waymark proposes for roles and competence is read strictly, and says what the file says."""

import pytest

from waymark.competence.starter import FILE, read_starter, starter


def test_reads_what_the_file_counts_itself() -> None:
    found = starter()
    functions = [one for one in found.roles if one.under]
    needs = [need for one in found.roles for need in one.needs]
    assert (len(found.roles) - len(functions), len(functions)) == (15, 2)
    assert (len(needs), len(found.conflicts)) == (77, 14)
    assert [one.id for one in found.conflicts if one.is_never] == ["K-01", "K-03", "K-11"]


def test_keeps_what_has_no_number_of_months() -> None:
    aims_manager = starter().role("aims_manager")
    assert aims_manager is not None
    assert [one.renewal_months for one in aims_manager.needs] == [36, None, 24, 12, None, None]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (", strength: never", ", strength: always", "choice"),
        ("roles: [internal_auditor, top_management]", "roles: [internal_auditor, emperor]", "choice"),
        ("proofs: [briefing, interview]", "proofs: [rumour]", "choice"),
        ('purpose: "Gives', 'aim: "Gives', "unknown-field"),
        ("id: K-02", "id: K-01", "repeated"),
        ("renewal_months: 12", "renewal_months: soon", "number"),
        ("cells: {top_management: [A], aims_manager: [R]", "cells: {top_management: [A], aims_manager: [A]", "letters"),
        ("cells: {top_management: [A], aims_manager: [R]", "cells: {emperor: [A], aims_manager: [R]", "unknown-field"),
        ("id: AW-01, audience: everyone", "id: AW-01, audience: nobody", "choice"),
        ("id: AW-02", "id: AW-01", "repeated"),
        ("edition: 1", "edition: one", "number"),
    ],
)
def test_finds_what_is_wrong_in_a_file(before: str, after: str, code: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert before in text
    _found, faults = read_starter(text.replace(before, after, 1).encode())
    assert code in {one.code for one in faults.found}
    assert all(one.line for one in faults.found)
