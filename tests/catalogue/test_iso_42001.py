"""The golden test: every id, title and count of the edition that comes with the product."""

import json
from pathlib import Path

import pytest

from waymark.catalogue.edition import Edition, Kind, describe
from waymark.catalogue.reading.folder import read_edition, shipped_folders, validate

GOLDEN = Path(__file__).parent / "iso_42001_2023.json"


@pytest.fixture(scope="module")
def edition() -> Edition:
    return next(found for folder in shipped_folders() if (found := read_edition(folder)).id == "iso-42001-2023")


def test_ships_only_sound_editions() -> None:
    assert [validate(folder) for folder in shipped_folders()] == [[], []]


def test_holds_exactly_these_ids_titles_and_counts(edition: Edition) -> None:
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    described = describe(edition)
    assert described["counts"] == golden["counts"]
    assert [[n["ref"], n["kind"], n["title"], n["parent"], n["points"]] for n in described["outline"]] == golden[
        "nodes"
    ]
    assert described["digest"] == golden["digest"]


def test_counts_as_the_standard_does(edition: Edition) -> None:
    counts = describe(edition)["counts"]
    assert (counts["groups"], counts["clauses"], counts["points_clause"]) == (7, 32, 140)
    assert (counts["areas"], counts["controls"]) == (9, 38)
    assert (counts["points_control"], counts["points_guidance"]) == (48, 37)
    assert counts["mappings"] == 529


def test_says_of_every_point_what_to_do_and_what_shows_that_it_is_done(edition: Edition) -> None:
    points = [point for node in edition.nodes for point in node.points]
    assert [point.ref for point in points if not point.do or not point.done_when] == []
    assert len({point.do for point in points}) == len(points)
    assert edition.node("4.1").points[1].do == "Decide whether climate change is a factor for the AIMS"


@pytest.mark.parametrize("ref", ["6.1", "7.5", "9.2", "9.3", "A.2.1", "A.6.1.1", "A.6.2.1", "A.10.1", "A.6.1"])
def test_gives_an_address_to_numbers_that_are_never_rated(edition: Edition, ref: str) -> None:
    assert not edition.node(ref).is_auditable


def test_has_no_objective_where_the_standard_has_none(edition: Edition) -> None:
    objectives = [node.ref for node in edition.nodes if node.kind == Kind.OBJECTIVE]
    assert objectives == [
        "A.2.1", "A.3.1", "A.4.1", "A.5.1", "A.6.1.1", "A.6.2.1", "A.7.1", "A.8.1", "A.9.1", "A.10.1",
    ]  # fmt: skip


def test_gives_every_requirement_one_place_in_the_order_of_work(edition: Edition) -> None:
    assert sorted(node.order_of_work for node in edition.auditable) == list(range(1, 71))


def test_builds_scope_before_treatment_before_review(edition: Edition) -> None:
    places = [edition.node(ref).order_of_work for ref in ("4.1", "4.3", "5.2", "6.1.1", "8.4", "8.2", "9.1", "9.3.1")]
    assert places == sorted(places)


def test_relates_risk_treatment_to_every_control(edition: Edition) -> None:
    assert edition.node("6.1.3").relates_to_all
    assert edition.node("5.2").related == ("A.2.2", "A.2.3", "A.2.4")


def test_says_that_only_numbers_and_short_titles_are_the_standards(edition: Edition) -> None:
    assert "numbers and short titles" in edition.licence_note
