"""What the guide for developers names exists: each file, each name, each test."""

import importlib
import re

import pytest

from tests.docs.pages import ROOT

GUIDE = (ROOT / "docs" / "guide" / "developer.md").read_text(encoding="utf-8")
_SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
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
    places = [ROOT / path, ROOT / "src" / "waymark" / path, ROOT / "src" / "waymark" / "records" / "templates" / path]
    assert any(place.is_file() for place in places)


@pytest.mark.parametrize("name", NAMES)
def test_names_what_can_be_imported(name: str) -> None:
    path, _dot, last = f"waymark.{name.removeprefix('waymark.')}".rpartition(".")
    try:
        importlib.import_module(f"{path}.{last}")
    except ModuleNotFoundError:
        assert hasattr(importlib.import_module(path), last)


def test_goes_through_every_place_a_kind_touches() -> None:
    folder = ROOT / "src" / "waymark" / "context"
    written = [one for one in folder.rglob("*.py") if one.read_text(encoding="utf-8").count("\n") > 2]
    missing = {
        name
        for one in written
        if "migrations" not in one.parts
        if (name := f"context/{one.relative_to(folder).as_posix()}") not in STEPS and one.name != "__init__.py"
    }
    assert missing == set()
    assert len(re.findall(r"^\d+\. \*\*", STEPS, re.MULTILINE)) == 13


def test_names_each_kind_of_file_in_the_data_of_the_demos() -> None:
    folder = ROOT / "src" / "waymark" / "site" / "demo" / "data"
    names = {path.name for path in folder.rglob("*.yaml") if not path.name.startswith("ga-")}
    assert {name for name in names if f"/{name}`" not in DEMO} == set()
