"""What would be wrong in other hands is used where this page says so, each with its reason, and nowhere else."""

import pytest

from tests.architecture.callers import LOADED, uses
from tests.architecture.house import Module, modules

CLOCK, DOOR = "waymark.core.clock", "waymark.trail.door"
SCENARIO = ("at", "_scenario")
TELLS_A_SCENARIO = {
    "site/demo/scenes.py play": "the acts of a demo, each on its day",
    "site/demo/loading.py load_demo": "the organisation of a demo and its people, on the day it is founded",
}
INSERTS_UNRECORDED = {
    "catalogue/loading.py _load_new": "points and mappings of an edition, which the entry of the edition tells of",
    "catalogue/loading.py _insert_nodes": "its requirements: the same",
    "evidence/collecting.py stored_file": "a place for the text of a file, which the entry of the file tells of",
    "people/models/submission.py remember": "which form was sent: the entry of what it made tells of that",
}


def used(home: str, *names: str) -> set[str]:
    """Return each function that uses one of the names, and each file that imports one and uses it in no function."""
    found = uses(modules(), home, names)
    inside = {(file, function) for file, function in found if function != LOADED}
    return {f"{file} {function}" for file, function in inside} | {
        file for file, _function in found - inside if file not in {one for one, _ in inside}
    }


def test_tells_a_scenario_in_demo_organisations_only() -> None:
    assert used(CLOCK, *SCENARIO) == set(TELLS_A_SCENARIO)


def test_inserts_past_the_trail_only_what_is_declared() -> None:
    assert used(DOOR, "insert_unrecorded") == set(INSERTS_UNRECORDED)


@pytest.mark.parametrize(
    "text",
    [
        "from waymark.core.clock import at\ndef act():\n    with at(day): pass",
        "from waymark.core.clock import at as on\ndef act():\n    on(day)",
        "from waymark.core import clock\ndef act():\n    with clock.at(day): pass",
        "from waymark.core import clock as c\ndef act():\n    c.at(day)",
        "import waymark.core.clock as c\ndef act():\n    c.at(day)",
        "import waymark.core.clock\ndef act():\n    waymark.core.clock.at(day)",
        "from waymark import core\ndef act():\n    core.clock.at(day)",
        "from waymark.core import clock\ndef act():\n    kept = clock.at\n    kept(day)",
        "from waymark.core import clock\ndef act():\n    getattr(clock, 'a' + 't')(day)",
        "from waymark.core import clock\ndef act():\n    vars(clock)['at'](day)",
        "from waymark import core\ndef act():\n    getattr(core, 'clock').at(day)",
        "from waymark.site.demo import scenes\ndef act():\n    getattr(scenes, 'at')(day)",
        "from waymark.core import clock\ndef act():\n    clock._scenario.set(day)",
        "from waymark.core.clock import _scenario\ndef act():\n    _scenario.set(day)",
        "from importlib import import_module\ndef act():\n    import_module('waymark.core.clock').at(day)",
        "def act():\n    import_string('waymark.core.clock.at')(day)",
        "from waymark.site.demo.scenes import at\ndef act():\n    at(day)",
        "from waymark.site.demo import scenes\ndef act():\n    scenes.at(day)",
        "def act():\n    from waymark.core.clock import at\n    at(day)",
        "from ..core.clock import at\ndef act():\n    at(day)",
        "from ..core import clock\ndef act():\n    clock.at(day)",
    ],
)
def test_sees_every_way_to_a_name(text: str) -> None:
    scenes = Module("site/demo/scenes.py", "from waymark.core.clock import at")
    found = uses([scenes, Module("tasks/work.py", text)], CLOCK, SCENARIO)
    assert ("tasks/work.py", "act") in found


@pytest.mark.parametrize(
    "text",
    [
        "from waymark.core.clock import *",
        "from waymark.core.clock import at",
        "from waymark.core import clock\nnow, at = clock.now, clock.at",
        "def act():\n    return 1\nclass Early:\n    from waymark.core.clock import at",
    ],
)
def test_sees_what_a_module_does_while_it_is_imported(text: str) -> None:
    assert uses([Module("tasks/work.py", text)], CLOCK, SCENARIO) == {("tasks/work.py", LOADED)}


@pytest.mark.parametrize(
    "text",
    [
        "from waymark.core.clock import day_in, now\ndef act():\n    now(), day_in('UTC')",
        "from waymark.core import clock\ndef act():\n    clock.now()",
        "def act(entry):\n    return entry.at",
        "from waymark.core.jobs import job\n@job(at=noon)\ndef act():\n    at = 1\n    return at",
    ],
)
def test_leaves_other_names_alone(text: str) -> None:
    assert uses([Module("tasks/work.py", text)], CLOCK, SCENARIO) == set()
