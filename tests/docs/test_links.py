"""Links between documents lead somewhere, and no document tells of one machine or one registry."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.docs.pages import PAGES, ROOT, TEXTS, name_of, prose

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
# The picture on the front page is a screenshot, which is taken when the pages are finished.
_MADE_LATER = {ROOT / "docs" / "picture.png"}
# Folders that exist on somebody's machine only; the addresses people may type in are examples by their names.
_MACHINES = re.compile(r"(?<![\w.~$-])/(?:home|root|Users|work|tmp|private|mnt|opt/build)/[\w.-]+|[A-Z]:\\\\?Users")
_REGISTRIES = re.compile(r"\b(?:pypi|pythonhosted|npmjs|registry\.|artifactory|nexus|crates\.io)", re.IGNORECASE)


def _links(document: Path) -> list[tuple[Path, str]]:
    found = []
    for target in _LINK.findall(prose(document)):
        if "://" in target or target.startswith("mailto:"):
            continue
        path, _hash, anchor = target.partition("#")
        found.append(((document.parent / unquote(path)).resolve() if path else document, anchor))
    return found


def _anchors(document: Path) -> set[str]:
    """Return the anchors of a page's headings, made as forges make them."""
    headings = _HEADING.findall(prose(document))
    plain = [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]
    return set(plain)


@pytest.mark.parametrize("document", PAGES, ids=name_of)
def test_leads_to_files_that_exist(document: Path) -> None:
    gone = [name_of(path) for path, _anchor in _links(document) if not path.exists() and path not in _MADE_LATER]
    assert gone == []


@pytest.mark.parametrize("document", PAGES, ids=name_of)
def test_leads_to_headings_that_exist(document: Path) -> None:
    pointed = [(path, anchor) for path, anchor in _links(document) if anchor and path.suffix == ".md" and path.exists()]
    assert [f"{name_of(path)}#{anchor}" for path, anchor in pointed if anchor not in _anchors(path)] == []


@pytest.mark.parametrize("document", TEXTS, ids=name_of)
def test_names_no_path_of_one_machine(document: Path) -> None:
    assert _MACHINES.findall(document.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("document", TEXTS, ids=name_of)
def test_names_no_registry(document: Path) -> None:
    assert _REGISTRIES.findall(document.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("document", PAGES, ids=name_of)
def test_begins_with_one_title(document: Path) -> None:
    titles = re.findall(r"^# .+$", prose(document), re.MULTILINE)
    assert len(titles) == 1
    assert document.read_text(encoding="utf-8").startswith(titles[0])


def test_lists_no_decision_twice() -> None:
    numbers = [path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md")]
    assert len(numbers) == len(set(numbers))
