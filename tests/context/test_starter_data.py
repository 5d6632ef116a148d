"""The starter data of obligations and parties: sound, counted, and naming only what the catalogue has."""

import pytest

from waymark.context.met_by import known_refs
from waymark.context.package_data import UnsoundData
from waymark.context.starter import FILE, read_starter, starter


def test_holds_what_it_says_it_holds() -> None:
    found = starter()
    assert (len(found.candidates), len(found.party_kinds)) == (86, 25)
    assert {one.group for one in found.party_kinds} == {"inside", "affected", "outside", "authority"}
    assert all(one.group == "affected" for one in found.party_kinds if one.is_only_affected)


@pytest.mark.django_db
def test_names_only_clauses_and_controls_of_the_catalogue() -> None:
    known = set(known_refs().values())
    named = {ref for one in starter().candidates for ref in one.met_by}
    named |= {ref for kind in starter().party_kinds for need in kind.needs for ref in need.met_by}
    assert named <= known


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("edition: 1", "edition: one"),
        ("source: gdpr", "source: rumour"),
        ("id: OB-GDPR-02", "id: OB-GDPR-01"),
        ("binding: wish", "binding: whim"),
        ("need_count: 54", "need_count: 53"),
        ("group: authority", "group: elsewhere"),
    ],
)
def test_refuses_a_file_that_is_unsound(before: str, after: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert before in text
    with pytest.raises(UnsoundData):
        read_starter(text.replace(before, after, 1).encode())
