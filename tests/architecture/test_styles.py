"""Every rule stands in a layer, and colours are named once."""

import hashlib
import re
from pathlib import Path

import pytest

from tests.architecture.house import SOURCE
from tests.architecture.pages import style_sheets

LAYERS = ("reset", "tokens", "base", "layout", "components", "utilities")
_LONGEST = 150
VENDORED = {
    "combobox-nav-3.0.2.js": "43604aad0758257f2f78fcecf60c1805a1c60f3f2bfdb92554de4584fee0f2a5",
    "markdown-elements-1.js": "419df1a13bbaddc6648f5151391d9a5bfba3c84871713e37f8f6dbd258eb435b",
}
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(")


def named(path: Path) -> str:
    return path.name


def without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def outermost(text: str) -> list[str]:
    """Return the heads of the outermost blocks and statements."""
    heads, depth, head = [], 0, ""
    for character in without_comments(text):
        if character in "{;" and depth == 0 and head.strip():
            heads.append(" ".join(head.split()))
            head = ""
        depth += {"{": 1, "}": -1}.get(character, 0)
        head = head + character if depth == 0 and character not in "{};" else "" if depth else head
    return heads


def outside_layers(text: str) -> list[str]:
    known = "|".join(LAYERS)
    return [head for head in outermost(text) if not re.fullmatch(rf"@layer ({known})(, ({known}))*|@font-face", head)]


def literal_colours(text: str) -> list[str]:
    return [found[0] for found in _COLOUR.finditer(re.sub(r"url\([^)]*\)", "", without_comments(text)))]


def test_finds_the_style_sheets() -> None:
    assert len(style_sheets()) > 10


@pytest.mark.parametrize("sheet", style_sheets(), ids=named)
def test_keeps_every_rule_in_a_layer(sheet: Path) -> None:
    assert outside_layers(sheet.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("sheet", style_sheets(), ids=named)
def test_shouts_only_in_utilities(sheet: Path) -> None:
    assert sheet.name == "utilities.css" or "!important" not in without_comments(sheet.read_text(encoding="utf-8"))


@pytest.mark.parametrize("sheet", style_sheets(), ids=named)
def test_takes_colours_from_tokens(sheet: Path) -> None:
    assert sheet.name == "tokens.css" or literal_colours(sheet.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("sheet", style_sheets(), ids=named)
def test_stays_short(sheet: Path) -> None:
    assert len(sheet.read_text(encoding="utf-8").splitlines()) <= _LONGEST


def test_declares_the_order_of_layers_once() -> None:
    orders = [head for sheet in style_sheets() for head in outermost(sheet.read_text(encoding="utf-8")) if "," in head]
    assert orders == ["@layer " + ", ".join(LAYERS)]


def test_sees_what_it_forbids() -> None:
    bad = "@layer base { p { color: red } }\n.loose { color: #fff; }\n@media print { a { color: rgb(1 2 3) } }"
    assert outside_layers(bad) == [".loose", "@media print"]
    assert literal_colours(bad) == ["#fff", "rgb("]


def test_keeps_scripts_in_short_modules_of_their_own() -> None:
    scripts = [path for path in sorted(SOURCE.glob("*/static/**/*.js")) if path.parent.name != "vendor"]
    assert scripts
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in scripts}
    assert {name: lines for name, lines in lengths.items() if lines >= 100} == {}
    forbidden = re.compile(r"\.style\b|innerHTML|\beval\(|document\.write|\bvar ")
    assert [path.name for path in scripts if forbidden.search(path.read_text(encoding="utf-8"))] == []


def test_changes_nothing_in_what_others_wrote() -> None:
    """Each script of somebody else lies beside its licence, as it was published."""
    vendored = {path.name: path for path in SOURCE.glob("*/static/**/vendor/*.js")}
    found = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in vendored.items()}
    assert found == VENDORED
    unlicensed = {
        name for name, path in vendored.items() if not list(path.parent.glob(f"*-{name.rpartition('-')[0]}.txt"))
    }
    assert unlicensed == set()
