"""Reads what to do about a gap: for a point, the title of a task, and what shows that it is done."""

from dataclasses import replace

from django.utils.translation import gettext as _

from waymark.catalogue.edition import PointText
from waymark.catalogue.reading.draft import Draft, expect_counts
from waymark.catalogue.rows import Row
from waymark.core.fields import LINE

_LONGEST = 2000


def add_actions(root: Row, draft: Draft) -> None:
    """Give the points of a draft their actions; a point without one is worked on by its own words."""
    root.allow("edition", "meta", "actions")
    points = {point.ref: point for node, _row in draft.nodes for point in node.points}
    seen: dict[str, int] = {}
    rows = root.rows("actions", needed=True)
    for row in rows:
        row.allow("id", "do", "done_when")
        ref, do = row.text("id"), row.text("do", most=LINE)
        if "\n" in do:
            row.faults.note("title", _("“%(name)s” must be one line.") % {"name": "do"}, row)
        if ref in seen:
            message = _("“%(ref)s” is used twice; first on line %(line)d.")
            row.faults.note("duplicate-id", message % {"ref": ref[:60], "line": seen[ref]}, row)
        elif ref and ref not in points:
            message = _("“%(ref)s” is not a point of this edition.") % {"ref": ref[:60]}
            row.faults.note("unknown-reference", message, row)
        elif ref:
            points[ref] = replace(points[ref], do=do, done_when=row.text("done_when", most=_LONGEST))
        seen.setdefault(ref, row.line)
    expect_counts(root.row("meta"), {"action_count": len(rows)})
    draft.nodes = [(replace(node, points=_of(node.points, points)), row) for node, row in draft.nodes]


def _of(points: tuple[PointText, ...], acted: dict[str, PointText]) -> tuple[PointText, ...]:
    return tuple(acted[point.ref] for point in points)
