"""Reads groups and clauses: the requirements that nobody may leave out."""

from waymark.catalogue.edition import Basis, Documented, Kind, Node
from waymark.catalogue.reading.draft import (
    ALL_CONTROLS,
    Draft,
    expect_counts,
    expect_tally,
    points_of,
    read_retired,
    ref_of,
    title_of,
    words_of,
)
from waymark.catalogue.rows import Row

_CLAUSE = (
    "id",
    "group",
    "parent",
    "title",
    "summary",
    "points",
    "documented_information",
    "typical_evidence",
    "assessment_questions",
    "common_findings",
    "partial_if",
    "good_practice",
    "typical_owner_role",
    "related_controls",
    "feeds",
)


def read_clauses(root: Row, headings: tuple[Row, ...], draft: Draft) -> None:
    """Add groups, headings and clauses; a clause hangs under the longest heading its number begins with."""
    root.allow("edition", "meta", "point_status_scale", "document_kinds", "roles", "groups", "clauses")
    read_retired(root, draft)
    draft.roles.update(words_of(root.row("roles"), most=40))
    groups = root.rows("groups", needed=True)
    for row in groups:
        row.allow("id", "title", "summary")
        ref = ref_of(row)
        draft.add(
            Node(ref=ref, kind=Kind.GROUP, title=title_of(row), summary=_optional(row, "summary"), group=ref),
            row,
        )
    waiting = {node.ref: (node, row) for node, row in (_heading(row) for row in headings)}
    known = tuple(waiting)
    clauses = root.rows("clauses", needed=True)
    for row in clauses:
        clause = _clause(row, draft, known)
        if clause.parent in waiting:
            draft.add(*waiting.pop(clause.parent))
        draft.add(clause, row)
    for node, row in waiting.values():
        draft.add(node, row)
    points = [point for node, row in draft.nodes if row.file == root.file for point in node.points]
    expect_tally(root.row("meta").row("point_count_by_basis"), [point.basis for point in points])
    expect_counts(root.row("meta"), {"entry_count": len(clauses), "point_count": len(points)})


def _heading(row: Row) -> tuple[Node, Row]:
    row.allow("id", "group", "parent", "title", "summary")
    group = row.text("group")
    node = Node(
        ref=ref_of(row),
        kind=Kind.CLAUSE,
        title=title_of(row),
        summary=_optional(row, "summary"),
        parent=_optional(row, "parent") or group,
        group=group,
    )
    return node, row


def _clause(row: Row, draft: Draft, headings: tuple[str, ...]) -> Node:
    row.allow(*_CLAUSE)
    ref, group = ref_of(row), row.text("group")
    above = max((heading for heading in headings if ref.startswith(f"{heading}.")), key=len, default=group)
    related = row.texts("related_controls")
    return Node(
        ref=ref,
        kind=Kind.CLAUSE,
        title=title_of(row),
        summary=row.text("summary"),
        parent=_optional(row, "parent") or above,
        group=group,
        owner_role=row.choice("typical_owner_role", draft.roles),
        questions=row.texts("assessment_questions"),
        evidence=row.texts("typical_evidence"),
        findings=row.texts("common_findings"),
        partial_if=_optional(row, "partial_if"),
        documented=_documented(row),
        related=tuple(ref for ref in related if ref != ALL_CONTROLS),
        relates_to_all=ALL_CONTROLS in related,
        feeds=row.texts("feeds"),
        good_practice=row.texts("good_practice"),
        points=points_of(row, ref, draft, basis=Basis.CLAUSE),
    )


def _documented(row: Row) -> tuple[Documented, ...]:
    documents = []
    for entry in row.rows("documented_information"):
        entry.allow("what", "kind", "requirement")
        kind = entry.choice("kind", ("document", "record"))
        asked = entry.choice("requirement", ("explicit", "implied"))
        documents.append(Documented(entry.text("what"), kind, is_explicit=asked == "explicit"))
    return tuple(documents)


def _optional(row: Row, name: str) -> str:
    return row.text(name, needed=False)
