"""Every module has a place: a room of its package, or between models and forms as a plain module of the domain."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.house import SOURCE

ROOMS = ("events", "models", "queries", "", "forms", "registers", "acts", "views", "urls", "wiring")
"""The rooms of a package from below; the nameless one is that of plain modules of the domain."""
_BESIDE = {"api": "views", "apps": "wiring"}
# The parts of the product, the pieces that rooms are made of, and what a request meets before any room.
_WHOLE = frozenset({"core", "records", "site"})
_SEVERAL = re.compile(r'(?m)^    prefix(?:: \w+)? = "\w+"$')
BY_NOUN = ("forms", "registers", "acts", "views", "api")


def room_of(module: str) -> str:
    """Return the room of a module of a package, by the first part of its name."""
    name = module.split(".", maxsplit=1)[0]
    name = next((room for room in ("urls", "views") if name.startswith(f"{room}_")), name)
    name = _BESIDE.get(name, name)
    return name if name in ROOMS else ""


def upwards(package: str, module: str, text: str) -> Iterator[str]:
    """Yield what a module of a package imports from rooms above its own."""
    height = ROOMS.index(room_of(module))
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.ImportFrom) or not f"{node.module}.".startswith(f"waymark.{package}."):
            continue
        inside = str(node.module).split(".")[2:]
        for name in [".".join(inside)] if inside else [alias.name for alias in node.names]:
            # What models and queries are made of, such as a scale, lies beside them without a room of its own.
            is_part = room_of(name) == "" and room_of(module) in {"models", "queries"}
            if ROOMS.index(room_of(name)) > height and not is_part:
                yield f"{module} imports {name}"


def packages() -> list[Path]:
    return [path for path in sorted(SOURCE.iterdir()) if (path / "__init__.py").exists() and path.name not in _WHOLE]


@pytest.mark.parametrize("package", [path.name for path in packages()])
def test_gives_every_module_a_place(package: str) -> None:
    folder = SOURCE / package
    found = [
        wrong
        for path in sorted(folder.rglob("*.py"))
        if "migrations" not in path.parts
        for wrong in upwards(
            package, ".".join(path.relative_to(folder).with_suffix("").parts), path.read_text(encoding="utf-8")
        )
    ]
    assert found == []


@pytest.mark.parametrize("package", [path.name for path in packages()])
def test_divides_rooms_by_noun_where_there_are_several(package: str) -> None:
    models = SOURCE / package / "models"
    nouns = [path.stem for path in models.glob("*.py") if _SEVERAL.search(path.read_text(encoding="utf-8"))]
    undivided = [room for room in BY_NOUN if (SOURCE / package / f"{room}.py").exists()]
    # A package with one numbered noun may keep a room in one module.
    assert len(nouns) <= 1 or undivided == [], nouns


def test_sees_what_looks_upwards() -> None:
    text = "from waymark.tasks.forms import TaskForm\nfrom waymark.tasks import views\nfrom waymark.work import views"
    assert list(upwards("tasks", "repeats", text)) == ["repeats imports forms", "repeats imports views"]
    assert list(upwards("tasks", "views.task", text)) == []
    assert list(upwards("tasks", "models.task", "from waymark.tasks.repeats import next_day")) == []
    assert [room_of(name) for name in ("views_home", "api.items", "urls_sign_in", "record_kind")] == [
        "views",
        "views",
        "urls",
        "",
    ]
