"""The package data of the inventory: sound, complete, and with ids that never vanish."""

from pathlib import Path
from typing import Any

import pytest

from waymark.context.inventory.reading import FILE, inventory, read_inventory
from waymark.context.package_data import UnsoundData

LOCKED = Path(__file__).parent / "inventory-ids.txt"


def every_id() -> set[str]:
    found = inventory()
    lists = {f"{name}/{one.id}" for name, options in found.lists.items() for one in options}
    roles = {f"roles/{one.id}" for one in found.roles}
    roles |= {f"roles/{one.id}.{sub.id}" for one in found.roles for sub in one.sub_roles}
    rest: dict[str, tuple[Any, ...]] = {
        "stages": found.stages,
        "data_categories": found.data_categories,
        "retirement": found.retirement,
        "triggers": found.triggers,
        "changes": found.changes,
        "notices": found.notices,
        "metrics": found.metrics,
        "questions": found.questions,
        "fields": found.fields,
        "registers": found.registers,
    }
    return lists | roles | {f"{name}/{one.id}" for name, some in rest.items() for one in some}


def test_keeps_every_id_there_ever_was() -> None:
    locked = set(LOCKED.read_text(encoding="utf-8").split())
    assert locked - every_id() == set(), "An id is stored in records and never vanishes: retire it instead."
    assert every_id() - locked == set(), "A new id is written into the list, so that it cannot vanish later."


def test_has_two_ladders_of_six_rungs() -> None:
    for name in ("human_involvement", "autonomy"):
        assert [one.level for one in inventory().lists[name]] == [1, 2, 3, 4, 5, 6]
        assert all(one.text for one in inventory().lists[name])


def test_fires_only_triggers_there_are() -> None:
    found = inventory()
    fired = {one.fires for one in found.changes} | {one.fires for one in found.notices}
    assert fired - {"none"} <= {one.id for one in found.triggers}
    assert found.trigger("new_purpose") is not None
    assert found.trigger("never-was") is None


def test_knows_where_each_field_of_a_register_comes_from() -> None:
    dutch = inventory().register("nl_algoritmeregister")
    assert dutch is not None
    assert dutch.is_below
    (summary,) = [one for section in dutch.sections for one in section.fields if one.id == "nl-korte-omschrijving"]
    assert (summary.limit, summary.sources) == (350, ("system.summary",))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("id: own_model,", "id: fine_tuned,", "duplicate-id"),
        ("fires: new_purpose}", "fires: never}", "choice"),
        ("version: 1", "version: one", "number"),
        ("fields: [purpose, intended_uses]", "fields: [nothing]", "choice"),
        ("due_words:", "due_wrods:", "unknown-field"),
        ('name: "Own model",', 'name: "",', "missing-field"),
    ],
)
def test_refuses_an_unsound_file(old: str, new: str, code: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(UnsoundData) as refused:
        read_inventory(text.replace(old, new, 1).encode())
    assert code in {one.code for one in refused.value.faults}
    assert FILE.name in str(refused.value)


def test_refuses_what_is_no_yaml() -> None:
    with pytest.raises(UnsoundData):
        read_inventory(b"a: [")
