"""Style sheets and scripts go out as one file each, whatever number of files they are written in."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from tests.architecture.house import SOURCE
from tests.architecture.pages import style_sheets
from waymark.site.bundles import BUNDLES, Bundle

NAMES = {bundle.name: bundle for bundle in BUNDLES}
MODULES = [NAMES["core/js/waymark.js"]]


def source_name(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix().split("/static/")[1]


def test_leaves_no_style_sheet_out() -> None:
    bundled = {source for bundle in BUNDLES for source in bundle.sources}
    assert {source_name(path) for path in style_sheets()} - bundled == set()


def test_names_no_style_sheet_on_a_page_but_a_bundle() -> None:
    pages = SOURCE.glob("*/templates/**/*.html")
    named = {name for page in pages for name in re.findall(r"[\w/-]+\.css", page.read_text(encoding="utf-8"))}
    assert named <= set(NAMES) | {"tokens.css"}


def test_reads_addresses_in_a_sheet_from_where_its_bundle_lies() -> None:
    for bundle in BUNDLES:
        for source in bundle.sources:
            text = Path(str(finders.find(source))).read_text(encoding="utf-8")
            addresses = re.findall(r"url\(\"(?!data:)", text) if source.endswith(".css") else []
            assert not addresses or Path(source).parent == Path(bundle.name).parent, source


@pytest.mark.parametrize("bundle", MODULES, ids=lambda one: str(one.name))
def test_puts_no_module_into_a_bundle_that_imports_or_exports(bundle: Bundle) -> None:
    assert not re.search(r"^(import(?!\()|export)\b", bundle.text(), re.MULTILINE)
    assert "`\n" not in bundle.text(), "a text over several lines would lose its indentation"


def test_ends_each_script_before_the_next_begins() -> None:
    """Of two scripts without semicolons, the second would be taken for the arguments of a call of the first."""
    assert not re.search(r"\)\s*\n(//.*\n)*\s*\(", NAMES["people/passkeys.js"].text())


def test_keeps_every_rule_of_every_sheet_in_order() -> None:
    text, at = NAMES["core/css/waymark.css"].text(), 0
    for source in NAMES["core/css/waymark.css"].sources:
        sheet = re.sub(r"/\*.*?\*/", "", Path(str(finders.find(source))).read_text(encoding="utf-8"), flags=re.DOTALL)
        for line in filter(None, map(str.strip, sheet.splitlines())):
            at = text.index(line, at) + len(line)
    assert "/*" not in text


def test_writes_a_bundle_again_only_when_a_source_has_changed() -> None:
    first = Path(str(finders.find("core/css/waymark.css")))
    before = first.stat().st_mtime_ns
    list(next(one for one in get_finders() if one.find("core/css/waymark.css")).list([]))
    assert first.stat().st_mtime_ns == before
    first.write_text("old", encoding="utf-8")
    assert "@layer" in Path(str(finders.find("core/css/waymark.css"))).read_text(encoding="utf-8")


def test_refuses_a_source_that_is_not_there() -> None:
    with pytest.raises(FileNotFoundError, match=r"gone\.css"):
        Bundle("all.css", ("gone.css",), str).text()


def test_names_each_bundle_by_its_hash_once_collected(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    hashed = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": hashed}
    call_command("collectstatic", verbosity=0, interactive=False)
    for name in NAMES:
        stem, _, end = Path(name).name.rpartition(".")
        assert [
            path for path in (tmp_path / name).parent.glob(f"{stem}.*.{end}") if re.search(r"\.\w{12}\.", path.name)
        ]
    sheet = next((tmp_path / "core/css").glob("waymark.*.css")).read_text(encoding="utf-8")
    assert re.search(r"\.\./fonts/source-sans-3-latin\.\w{12}\.woff2", sheet)
