"""What the guide for developers names exists: each file, each name, each test."""

import importlib
import re

import pytest

from tests.architecture.test_rooms import room_of
from tests.docs.pages import ROOT

GUIDE = (ROOT / "docs" / "guide" / "developer.md").read_text(encoding="utf-8")
_SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
# What a step puts in the place of one's own noun, its plural and its package.
EXAMPLE = {"Supplier", "suppliers", "context"}
_FILE = re.compile(r"[\w./-]+/[\w.-]+\.(?:py|html|yaml|md|toml)")
_NAME = re.compile(r"(?:[a-z_]+\.)+[A-Za-z_]+")


def section(title: str) -> str:
    """Return one section of the guide."""
    return GUIDE.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


STEPS = section("Adding a kind of record")
DEMO = section("Demo data")
SPANS = sorted(
    {*_SPAN.findall(STEPS), *_SPAN.findall(section("Adding what a member owes or owns")), *_SPAN.findall(DEMO)}
)
FILES = [span for span in SPANS if _FILE.fullmatch(span)]
NAMES = [span for span in SPANS if _NAME.fullmatch(span) and not span.endswith((".py", ".md", ".toml"))]


@pytest.mark.parametrize("path", FILES)
def test_names_files_that_exist(path: str) -> None:
    source = ROOT / "src" / "waymark"
    places = [ROOT / path, source / path, *(source / package / "templates" / path for package in ("core", "records"))]
    assert any(place.is_file() for place in places)


@pytest.mark.parametrize("name", NAMES)
def test_names_what_can_be_imported(name: str) -> None:
    path, _dot, last = f"waymark.{name.removeprefix('waymark.')}".rpartition(".")
    try:
        importlib.import_module(f"{path}.{last}")
    except ModuleNotFoundError:
        assert hasattr(importlib.import_module(path), last)


def test_goes_through_every_room_that_a_kind_touches() -> None:
    """A second noun adds files to rooms that the steps name already, so rooms are compared, not files.

    Plain modules of the domain and the package data are no rooms: most kinds have none, and a test cannot name them.
    """
    folder = ROOT / "src" / "waymark" / "context"
    places = {one.relative_to(folder).parts[0] for one in folder.rglob("*.py")}
    rooms = {one for one in places if one == "record_kinds.py" or room_of(one.removesuffix(".py"))}
    assert {room for room in rooms if f"`context/{room}" not in STEPS} == set()
    assert len(re.findall(r"^\d+\. \*\*", STEPS, re.MULTILINE)) == 12


def test_ends_each_step_with_one_command() -> None:
    steps = [one.strip() for one in re.split(r"^\d+\. \*\*", STEPS, flags=re.MULTILINE)[1:]]
    steps[-1] = steps[-1].partition("\n\nAt the end")[0]
    assert [one for one in steps if one.count("`.venv/bin/pytest ") != 1 or not one.endswith("`")] == []


@pytest.mark.parametrize("command", re.findall(r"`\.venv/bin/pytest (.*)`", STEPS))
def test_chooses_tests_that_exist(command: str) -> None:
    paths, _option, chosen = command.partition(" -k ")
    text = "".join(
        one.read_text(encoding="utf-8")
        for path in paths.split()
        for one in ([ROOT / path] if (ROOT / path).is_file() else sorted((ROOT / path).glob("*.py")))
    )
    assert text
    words = set(re.findall(r"\w+", chosen)) - {"and", "or"} - EXAMPLE
    assert {word for word in words if word not in text} == set()


def test_every_file_in_the_data_of_the_demos_is_read() -> None:
    folder = ROOT / "src" / "waymark" / "site" / "demo"
    names = {path.name for path in folder.joinpath("data").rglob("*.yaml") if not path.name.startswith("ga-")}
    read = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    assert {name for name in names if f'"{name}"' not in read} == set()
