"""Reads mappings to other frameworks. A mapping helps to reuse evidence; it never proves conformity."""

from typing import TypeVar

from django.utils.translation import gettext as _

from waymark.catalogue.edition import Mapping, TargetFramework
from waymark.catalogue.reading.draft import expect_counts, words_of
from waymark.catalogue.rows import Row

RELATIONS = ("equal", "subset", "superset", "intersects", "supports")
CONFIDENCE = ("high", "medium", "low")
_MAPPING = ("id", "source", "framework", "target", "relation", "confidence", "basis", "rationale")

T = TypeVar("T")
Titles = dict[str, dict[str, str]]


def read_mappings(
    root: Row, edition_id: str, refs: set[str]
) -> tuple[tuple[TargetFramework, ...], tuple[Mapping, ...]]:
    """Return the frameworks mapped to and the mappings; `refs` are the requirements of this edition."""
    root.allow("meta", "frameworks", "mappings")
    targets, titles = _targets(root)
    bases = tuple(words_of(root.row("meta").row("basis"), most=40))
    seen: dict[tuple[str, str, str], int] = {}
    ids: dict[str, int] = {}
    mappings = []
    for row in root.rows("mappings"):
        mapping = _mapping(row, titles, bases)
        _check(row, mapping, edition_id, refs, titles)
        _refuse_repeat(row, "mapping-twice", (mapping.source, mapping.framework, mapping.target), seen)
        _refuse_repeat(row, "duplicate-id", mapping.id.casefold(), ids)
        mappings.append(mapping)
    expect_counts(root.row("meta"), {"row_count": len(mappings)})
    return targets, tuple(mappings)


def _targets(root: Row) -> tuple[tuple[TargetFramework, ...], Titles]:
    targets, titles = [], {}
    for row in root.rows("frameworks", needed=True):
        row.allow("id", "title", "nature", "note", "targets")
        target = TargetFramework(
            row.text("id", most=64),
            row.text("title"),
            row.text("nature", needed=False),
            row.text("note", needed=False),
        )
        if target.id in titles:
            message = _("The framework “%(id)s” is listed twice.") % {"id": target.id[:60]}
            row.faults.note("duplicate-id", message, row)
        entries = {}
        for entry in row.rows("targets"):
            entry.allow("id", "title", "label")
            entries[entry.text("id", most=80)] = entry.text("title" if entry.has("title") else "label", most=300)
        targets.append(target)
        titles[target.id] = entries
    return tuple(targets), titles


def _mapping(row: Row, titles: Titles, bases: tuple[str, ...]) -> Mapping:
    row.allow(*_MAPPING)
    framework, target = row.text("framework"), row.text("target", most=80)
    return Mapping(
        id=row.text("id", most=40),
        source=row.text("source"),
        framework=framework,
        target=target,
        target_title=titles.get(framework, {}).get(target, ""),
        relation=row.choice("relation", RELATIONS),
        confidence=row.choice("confidence", CONFIDENCE),
        basis=row.choice("basis", bases),
        rationale=row.text("rationale", needed=False),
    )


def _check(row: Row, mapping: Mapping, edition_id: str, refs: set[str], titles: Titles) -> None:
    if mapping.source not in refs:
        message = _("The mapping starts at “%(ref)s”, which this edition does not have.")
        row.faults.note("unknown-reference", message % {"ref": mapping.source[:60]}, row)
    if mapping.framework == edition_id and mapping.target == mapping.source:
        row.faults.note("mapping-onto-itself", _("The mapping points from a requirement to itself."), row)
    elif mapping.framework == edition_id:
        _expect_target(row, mapping.target, refs)
    elif mapping.framework not in titles:
        message = _("The framework “%(id)s” is not listed under frameworks.") % {"id": mapping.framework[:60]}
        row.faults.note("unknown-framework", message, row)
    elif titles[mapping.framework]:
        _expect_target(row, mapping.target, titles[mapping.framework])


def _expect_target(row: Row, target: str, known: set[str] | dict[str, str]) -> None:
    if target not in known:
        message = _("The mapping points to “%(ref)s”, which that framework does not have.")
        row.faults.note("unknown-reference", message % {"ref": target[:60]}, row)


def _refuse_repeat(row: Row, code: str, key: T, seen: dict[T, int]) -> None:
    if key in seen:
        message = _("This mapping is already on line %(line)d.") % {"line": seen[key]}
        row.faults.note(code, message, row)
    seen.setdefault(key, row.line)
