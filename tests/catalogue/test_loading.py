from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.catalogue import small
from waymark.catalogue.edition import Edition
from waymark.catalogue.loading import EditionChanged, list_frameworks, load
from waymark.catalogue.models.framework import Framework, Mapping, Point, Requirement, Translation
from waymark.catalogue.outline import outline
from waymark.catalogue.reading.folder import read_edition, shipped_folders
from waymark.core.clock import now
from waymark.trail.actors import CONSOLE
from waymark.trail.models import Entry

pytestmark = pytest.mark.django_db
GERMAN = 'language: de\ntexts:\n  4.1.1: {title: "Erstens"}\n  4.10-1: {text: "Getan."}\n'


@cache
def shipped_edition() -> Edition:
    return next(edition for folder in shipped_folders() if not (edition := read_edition(folder)).replaces)


@pytest.fixture
def shipped() -> Framework:
    return load(shipped_edition(), by=CONSOLE, is_shipped=True)


def loaded(path: Path, **files: str) -> Framework:
    return load(read_edition(small.folder(path, **files)), by=CONSOLE)


def test_loads_the_whole_edition_with_one_entry_in_the_trail(shipped: Framework) -> None:
    assert Requirement.objects.filter(framework=shipped).count() == 102
    assert Requirement.objects.filter(framework=shipped, auditable=True).count() == 70
    assert Point.objects.of_framework(shipped.pk).count() == 225
    assert Mapping.objects.of_framework(shipped.pk).count() == 529
    entries = Entry.objects.filter(organisation_id=0, event="edition.loaded", record_id=shipped.pk)
    assert [(entry.record_id, entry.actor_kind) for entry in entries] == [(shipped.pk, "console")]
    assert shipped.digest in entries[0].body
    assert "risk_patterns" not in entries[0].body


def test_changes_nothing_when_the_same_edition_is_loaded_again(shipped: Framework) -> None:
    before, editions = Entry.objects.count(), Framework.objects.count()
    again = load(read_edition(shipped_folders()[0]), by=CONSOLE, is_shipped=True)
    assert again.pk == shipped.pk
    assert (Entry.objects.count(), Framework.objects.count()) == (before, editions)


def test_refuses_a_changed_edition_under_the_same_id(tmp_path: Path) -> None:
    loaded(tmp_path)
    with pytest.raises(EditionChanged, match="cannot be changed") as refused:
        loaded(tmp_path, clauses=small.CLAUSES.replace("It is done.", "It is done well."))
    assert "new id" in str(refused.value.way_out)
    assert Point.objects.get(ref="4.1.1-1").texts == {"no": {"text": "It is done."}}


def test_loads_a_second_framework_beside_the_first(shipped: Framework, tmp_path: Path) -> None:
    second = loaded(tmp_path)
    assert list_frameworks() == [shipped, *Framework.objects.filter(replaces=shipped), second]
    assert outline(second.pk).requirement("4.1.1").title == "First"
    assert outline(shipped.pk).requirement("4.1").pk != outline(second.pk).requirement("4.1").pk


@pytest.mark.parametrize("model", [Framework, Requirement, Point, Mapping, Translation])
@pytest.mark.parametrize("act", ["update", "delete"])
def test_is_kept_by_the_database_itself(model: Any, act: str, shipped: Framework, tmp_path: Path) -> None:
    loaded(tmp_path, **{"texts.de": GERMAN})
    table = model._meta.db_table
    statement = f"UPDATE {table} SET id = id" if act == "update" else f"DELETE FROM {table}"  # noqa: S608 -- our own names
    with (
        pytest.raises(DatabaseError, match="An edition never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert model.objects.exists()


def test_refuses_two_requirements_that_differ_by_case(shipped: Framework) -> None:
    twin = Requirement.objects.get(ref="A.2.2", framework=shipped)
    twin.pk, twin.ref, twin.order = None, "a.2.2", 999
    with pytest.raises(DatabaseError), transaction.atomic():
        Requirement.objects.bulk_create([twin])


def test_adds_a_translation_later_and_a_better_one_after_it(tmp_path: Path) -> None:
    framework = loaded(tmp_path)
    assert outline(framework.pk, "de").requirement("4.1.1").title == "First"
    loaded(tmp_path, **{"texts.de": GERMAN})
    loaded(tmp_path, **{"texts.de": GERMAN})
    assert outline(framework.pk, "de").requirement("4.1.1").title == "Erstens"
    loaded(tmp_path, **{"texts.de": GERMAN.replace("Erstens", "Das Erste")})
    tree = outline(framework.pk, "de")
    assert tree.requirement("4.1.1").title == "Das Erste"
    assert tree.requirement("4.10").title == "Tenth"
    assert tree.point("4.10-1").text == "Getan."
    assert [row.number for row in Translation.objects.of_framework(framework.pk)] == [1, 2]


def test_tells_the_outline_as_pages_need_it(shipped: Framework) -> None:
    tree = outline(shipped.pk)
    assert (len(tree.requirements), len(tree.auditable), len(tree.points)) == (102, 70, 225)
    assert (len(tree.clauses), len(tree.controls)) == (32, 38)
    assert [node.ref for node in tree.groups] == ["4", "5", "6", "7", "8", "9", "10"]
    assert [node.ref for node in tree.areas] == [f"A.{number}" for number in range(2, 11)]
    assert [node.ref for node in tree.under("6")] == ["6.1.1", "6.1.2", "6.1.3", "6.1.4", "6.2", "6.3"]
    assert len(tree.under("A.6")) == 9
    assert tree.requirement("6.1").children == ("6.1.1", "6.1.2", "6.1.3", "6.1.4")
    assert (tree.requirement("6.1.4").depth, tree.requirement("A.6.2.4").depth) == (2, 2)
    assert tree.group_title("A.10") == "Third-party and customer relationships"
    assert tree.roles["top_management"].startswith("The person or group")


def test_finds_requirements_and_points_by_ref_and_by_key(shipped: Framework) -> None:
    tree = outline(shipped.pk)
    point = tree.point("6.1.4-2")
    assert point == tree.point_with(point.pk)
    assert tree.requirement_with(tree.requirement("a.6.2.4").pk).ref == "A.6.2.4"
    assert Point.objects.get(pk=point.pk).ref == "6.1.4-2"
    assert tree.has("6.1")
    assert not tree.has("6.1.5")
    assert not tree.has_point("6.1-1")
    with pytest.raises(KeyError):
        tree.point("6.1.4-99")


def test_tells_which_requirements_name_a_document(shipped: Framework) -> None:
    tree = outline(shipped.pk)
    assert tree.requirement("4.3").asks_for_documents
    assert not tree.requirement("4.1").asks_for_documents


def test_costs_three_queries_once_and_none_afterwards(shipped: Framework) -> None:
    outline.cache_clear()
    with CaptureQueriesContext(connection) as first:
        outline(shipped.pk)
    with CaptureQueriesContext(connection) as later:
        outline(shipped.pk)
    assert (len(first), len(later)) == (3, 0)


def test_says_when_it_was_loaded(shipped: Framework) -> None:
    assert shipped.loaded_at <= now()
