"""The architecture on one page names what there is: every package, and no module or name that is gone."""

import importlib
import re

import pytest

from tests.docs.pages import ROOT, prose

PAGE = prose(ROOT / "docs" / "architecture.md")
SOURCE = ROOT / "src" / "waymark"
PACKAGES = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
_SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
# A name below a package, not one that only stands for such, as `forms/supplier.py` does.
NAMES = sorted(
    span
    for span in {*_SPAN.findall(PAGE)}
    if re.fullmatch(r"[a-z_]+(\.[A-Za-z_]+)+", span)
    and span.partition(".")[0] in PACKAGES
    and not span.endswith((".py", ".md", ".toml"))
)
FILES = sorted(span for span in {*_SPAN.findall(PAGE)} if re.fullmatch(r"[a-z_]+(/[a-z_]+)+\.(py|html|md)", span))


def test_lists_every_package_with_its_layer() -> None:
    table = PAGE.split("| Package | Holds |", 1)[1].split("\n\n", 1)[0]
    listed = {name for line in table.splitlines() for name in _SPAN.findall(line.split("|")[1] if "|" in line else "")}
    assert listed == PACKAGES


@pytest.mark.parametrize("name", NAMES)
def test_names_what_can_be_imported(name: str) -> None:
    path, _dot, last = f"waymark.{name}".rpartition(".")
    try:
        importlib.import_module(f"{path}.{last}")
    except ModuleNotFoundError:
        assert hasattr(importlib.import_module(path), last)


@pytest.mark.parametrize("path", FILES)
def test_names_files_that_exist(path: str) -> None:
    places = [ROOT / path, SOURCE / path, *(folder / path for folder in SOURCE.glob("*/"))]
    assert any(place.is_file() for place in places)


def test_tells_of_each_way_in_which_paths_of_the_api_name_records() -> None:
    """Kinds are not listed one by one there; arguments that are no word of a kind are."""
    api = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
    operations = (ROOT / "docs" / "reference" / "operations.md").read_text(encoding="utf-8")
    examples = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("examples*.py"))
    arguments = set(re.findall(r"{(\w+)}", operations))
    of_a_kind = {name for name in arguments if f'"{name}"' in examples}
    assert {name for name in arguments - of_a_kind if f"`{{{name}}}`" not in api} == set()
