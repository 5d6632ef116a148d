"""From one edition to the next: what is shipped, what is read strictly, and what is refused on loading."""

from pathlib import Path

import pytest

from tests.catalogue import small
from waymark.catalogue.changes import Carry, ChangeKind
from waymark.catalogue.edition import Basis, Edition, describe
from waymark.catalogue.loading import ChangesDisagree, EditionBeforeMissing, load
from waymark.catalogue.models.framework import Framework, Point
from waymark.catalogue.outline import outline
from waymark.catalogue.reading.folder import read_edition, shipped_folders, validate
from waymark.trail.actors import CONSOLE


@pytest.fixture(scope="module")
def second() -> Edition:
    return next(found for folder in shipped_folders() if (found := read_edition(folder)).replaces)


def codes(folder: Path) -> list[str]:
    return [fault.code for fault in validate(folder)]


def test_ships_the_second_edition_beside_the_first(second: Edition) -> None:
    counts = describe(second)["counts"]
    assert (second.id, second.replaces) == ("iso-42001-2023-2", "iso-42001-2023")
    assert (counts["clauses"], counts["controls"], counts["mappings"]) == (32, 38, 529)
    assert (counts["points_clause"], counts["points_definition"]) == (140, 1)
    assert (counts["points_control"], counts["points_guidance"], counts["actions"]) == (48, 72, 261)


def test_says_what_became_of_every_point_of_the_first(second: Edition) -> None:
    assert second.changes
    rows = second.changes.by_id
    assert (len(rows), second.changes.retired, second.retired) == (120, ("6.1.4-3",), ("6.1.4-3",))
    assert (rows["6.1.4-7"].kind, rows["6.1.4-7"].sources) == (ChangeKind.SPLIT, ("6.1.4-3",))
    assert (rows["6.1.3-12"].carry, rows["4.1-1"].carry) == (Carry.NO, Carry.REVIEW)
    assert len(second.changes.texts) == 16


def test_shows_good_practice_that_nobody_rates(second: Edition) -> None:
    assert sum(bool(node.good_practice) for node in second.nodes) == 26
    assert second.node("4.1").good_practice[0].startswith("List the factors in writing")
    assert "good_practice" in second.node("4.1").texts


def test_passes_over_retired_numbers(second: Edition) -> None:
    assert [point.number for point in second.node("6.1.4").points] == [1, 2, 4, 5, 6, 7, 8]
    assert second.node("6.1.4").points[3].basis is Basis.GUIDANCE


def test_reads_what_clauses_rested_on_before_they_were_called_so() -> None:
    assert Basis("requirement") is Basis.CLAUSE


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (small.CHANGES.replace("kind: split", "kind: parted", 1), "choice"),
        (small.CHANGES.replace('carry: "yes",', 'carry: "perhaps",'), "choice"),
        (small.CHANGES.replace("rows: 5", "rows: 6"), "count"),
        (small.CHANGES.replace("split: 2", "split: 3"), "count"),
        (small.CHANGES.replace("new: 1}", "new: 1, narrowed: 1}"), "count"),
        (small.CHANGES.replace(", new: 1}", "}"), "count"),
        (small.CHANGES.replace("edition_2: {clause: 4", "edition_2: {clause: 5"), "count"),
        (small.CHANGES.replace("  retired_ids: [4.1.1-2]", "  retired_ids: []"), "count"),
        (small.CHANGES.replace("to: [4.1.1-3, 4.1.1-4]", "to: [4.1.1-3, 4.1.1-9]"), "unknown-reference"),
        (small.CHANGES.replace("from: [4.1.1-1], ", "from: [], "), "change"),
        (small.CHANGES.replace("field: good_practice", "field: prose"), "choice"),
        (small.CHANGES.replace("good_practice_added: {clauses: [4.1.1]}", "good_practice_added: {clauses: [4.10]}"),
         "unknown-reference"),
        (small.CHANGES.replace("edition: 2\n", "editions: 2\n"), "unknown-field"),
    ],
)  # fmt: skip
def test_reads_the_list_of_changes_strictly(tmp_path: Path, changes: str, code: str) -> None:
    assert code in codes(small.second_folder(tmp_path, changes=changes))


def test_refuses_a_retired_id_that_is_used_again(tmp_path: Path) -> None:
    clauses = small.SECOND_CLAUSES.replace("4.1.1-3, text", "4.1.1-2, text")
    assert "point-order" in codes(small.second_folder(tmp_path, clauses=clauses))


def test_refuses_a_replacement_without_a_list_of_changes(tmp_path: Path) -> None:
    edition = small.SECOND.replace(", changes: changes.yaml", "")
    assert "changes-missing" in codes(small.second_folder(tmp_path, edition=edition))


def load_both(tmp_path: Path, **files: str) -> tuple[Framework, Framework]:
    first = load(read_edition(small.folder(tmp_path / "first")), by=CONSOLE)
    return first, load(read_edition(small.second_folder(tmp_path / "second", **files)), by=CONSOLE)


@pytest.mark.django_db
class TestLoading:
    def test_keeps_what_it_replaces_and_what_changed(self, tmp_path: Path) -> None:
        first, second = load_both(tmp_path)
        assert second.replaces == first
        assert len(second.supplement["changes"]["points"]) == 5
        assert set(Framework.objects.newest()) >= {second}
        assert first not in Framework.objects.newest()
        assert outline(second.pk).requirement("4.1.1").good_practice == ("Keep it in a drawer.",)
        assert {one.basis for one in Point.objects.of_framework(second.pk)} == {"clause", "guidance"}

    def test_wants_the_edition_before(self, tmp_path: Path) -> None:
        with pytest.raises(EditionBeforeMissing, match="small-1, which is not loaded"):
            load(read_edition(small.second_folder(tmp_path)), by=CONSOLE)

    @pytest.mark.parametrize(
        ("files", "sentence"),
        [
            ({"clauses": small.SECOND_CLAUSES.replace("That is done.", "That is done well.")}, "4.10-1 differs"),
            ({"changes": small.CHANGES.replace("edition_1: {clause: 3}", "edition_1: {clause: 9}")}, "it has 3"),
            ({"clauses": small.SECOND_CLAUSES.replace("It is done by somebody.", "It is done.")}, "needs no row"),
            ({"changes": small.CHANGES.replace("from: [4.1.1-1]", "from: [4.1.1-1, 4.9-1]")}, "comes from 4.9-1"),
            ({"changes": small.CHANGES.replace("kind: split, from: [4.1.1-2], to: [4.1.1-4]",
                                               "kind: split, from: [4.1.1-1], to: [4.1.1-4]")}, "does not say"),
        ],
    )  # fmt: skip
    def test_refuses_a_list_that_does_not_agree(self, tmp_path: Path, files: dict[str, str], sentence: str) -> None:
        with pytest.raises(ChangesDisagree, match=sentence):
            load_both(tmp_path, **files)
        assert not Framework.objects.named("small-2").exists()
