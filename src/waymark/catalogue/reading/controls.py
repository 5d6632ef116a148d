"""Reads areas, their objectives and the controls an organisation chooses from."""

from django.utils.translation import gettext as _

from waymark.catalogue.edition import Attributes, Basis, Kind, Node
from waymark.catalogue.reading.draft import (
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

_CONTROL = (
    "id",
    "area",
    "sub_area",
    "title",
    "summary",
    "points",
    "typical_evidence",
    "assessment_questions",
    "common_findings",
    "partial_if",
    "good_practice",
    "typical_owner_role",
    "applies_to",
    "attributes",
    "related_clauses",
    "exclusion_note",
)


def read_controls(root: Row, draft: Draft, *, objective_title: str) -> None:
    """Add areas, objectives and controls; `objective_title` "" means no addressable objectives."""
    root.allow("edition", "meta", "vocabulary", "roles", "areas", "controls")
    read_retired(root, draft)
    draft.roles.update(words_of(root.row("roles"), most=40))
    vocabulary = root.row("vocabulary")
    draft.applies_to.update(words_of(vocabulary.row("applies_to"), most=40))
    areas = root.rows("areas", needed=True)
    members: dict[str, tuple[str, ...]] = {}
    for area in areas:
        _read_area(area, draft, members, objective_title)
    controls = root.rows("controls", needed=True)
    for row in controls:
        draft.add(_control(row, draft, vocabulary), row)
    _compare_members(root, controls, members)
    points = [point for node, row in draft.nodes if row.file == root.file for point in node.points]
    expect_tally(root.row("meta").row("point_count_by_basis"), [point.basis for point in points])
    counts = {"control_count": len(controls), "point_count": len(points), "area_count": len(areas)}
    expect_counts(root.row("meta"), counts)


def _read_area(row: Row, draft: Draft, members: dict[str, tuple[str, ...]], objective_title: str) -> None:
    row.allow("id", "title", "objective", "controls", "sub_areas")
    ref = ref_of(row)
    members[ref] = row.texts("controls")
    draft.add(Node(ref=ref, kind=Kind.AREA, title=title_of(row), summary=row.text("objective"), group=ref), row)
    inner = row.rows("sub_areas")
    for sub in inner:
        sub.allow("id", "title", "objective", "controls")
        sub_ref = ref_of(sub)
        members[sub_ref] = sub.texts("controls")
        node = Node(
            ref=sub_ref,
            kind=Kind.AREA,
            title=title_of(sub),
            summary=sub.text("objective"),
            parent=ref,
            group=ref,
        )
        draft.add(node, sub)
        _add_objective(sub, sub_ref, ref, draft, objective_title)
    if not inner:
        _add_objective(row, ref, ref, draft, objective_title)


def _add_objective(row: Row, area: str, group: str, draft: Draft, title: str) -> None:
    if title:
        objective = row.text("objective", needed=False)
        node = Node(ref=f"{area}.1", kind=Kind.OBJECTIVE, title=title, summary=objective, parent=area, group=group)
        draft.add(node, row)


def _control(row: Row, draft: Draft, vocabulary: Row) -> Node:
    row.allow(*_CONTROL)
    ref, area = ref_of(row), row.text("area")
    return Node(
        ref=ref,
        kind=Kind.CONTROL,
        title=title_of(row),
        summary=row.text("summary"),
        parent=row.text("sub_area", needed=False) or area,
        group=area,
        owner_role=row.choice("typical_owner_role", draft.roles),
        questions=row.texts("assessment_questions"),
        evidence=row.texts("typical_evidence"),
        findings=row.texts("common_findings"),
        partial_if=row.text("partial_if", needed=False),
        exclusion_note=row.text("exclusion_note", needed=False),
        related=row.texts("related_clauses"),
        applies_to=row.choices("applies_to", draft.applies_to),
        attributes=_attributes(row, vocabulary),
        good_practice=row.texts("good_practice"),
        points=points_of(row, ref, draft, basis=Basis.CONTROL),
    )


def _attributes(row: Row, vocabulary: Row) -> Attributes | None:
    if not row.has("attributes"):
        return None
    entry = row.row("attributes")
    entry.allow("lifecycle_stages", "nature", "effect", "documentation")
    return Attributes(
        lifecycle_stages=entry.choices("lifecycle_stages", vocabulary.texts("lifecycle_stages")),
        nature=entry.choice("nature", vocabulary.texts("nature")),
        effect=entry.choices("effect", vocabulary.texts("effect")),
        documentation=entry.choice("documentation", ("explicit", "implied")),
    )


def _compare_members(root: Row, controls: tuple[Row, ...], members: dict[str, tuple[str, ...]]) -> None:
    actual: dict[str, list[str]] = {ref: [] for ref in members}
    for row in controls:
        for name in ("area", "sub_area"):
            actual.get(row.text(name, needed=False), []).append(row.text("id", needed=False))
    for ref, listed in members.items():
        if listed and list(listed) != actual[ref]:
            message = _(
                "The controls listed in area %(ref)s differ from those that refer to it, or are in another order."
            )
            root.faults.note("area-members", message % {"ref": ref}, root)
