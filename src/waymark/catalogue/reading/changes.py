"""Reads what changed since the edition before: one row per point that is not identical."""

from collections import Counter

from django.utils.translation import gettext as _

from waymark.catalogue.changes import KEEPS_ID, Carry, ChangeKind, ChangeList, PointChange, TextChange
from waymark.catalogue.reading.draft import Draft, expect_counts, expect_tally, ref_of
from waymark.catalogue.rows import Row

_LONGEST = 600
_TALLIES = frozenset({"rows", "rows_by_kind", "rows_by_carry"})


def read_changes(root: Row, draft: Draft) -> ChangeList:
    """Return the list of changes, checked against this edition; `faults_between` checks it against the one before."""
    root.allow("edition", "meta", "changes", "other_changes", "good_practice_added")
    rows = root.rows("changes", needed=True)
    points = {point.ref: point for node, _row in draft.nodes for point in node.points}
    seen: dict[str, int] = {}
    changes = []
    for row in rows:
        change = _change(row)
        if change.id in seen:
            message = _("“%(ref)s” is used twice; it is first used on line %(line)d.")
            row.faults.note("duplicate-id", message % {"ref": change.id, "line": seen[change.id]}, row)
        seen.setdefault(change.id, row.line)
        _check(row, change, set(points))
        changes.append(change)
    texts = tuple(_text_change(row, draft) for row in root.rows("other_changes"))
    found = ChangeList(tuple(changes), texts, _counts_before(root))
    _compare_meta(root, found, draft)
    _compare_good_practice(root, draft)
    draft.retired.update(found.retired)
    return found


def _change(row: Row) -> PointChange:
    row.allow("id", "file", "kind", "from", "to", "carry", "why")
    kind, carry = row.choice("kind", list(ChangeKind)), row.choice("carry", list(Carry))
    return PointChange(
        ref_of(row),
        ChangeKind(kind or ChangeKind.NEW),
        row.texts("from"),
        row.texts("to"),
        Carry(carry or Carry.NO),
        row.text("why", most=_LONGEST),
    )


def _check(row: Row, change: PointChange, points: set[str]) -> None:
    if change.kind is ChangeKind.RETIRED and change.id in points:
        message = _("“%(ref)s” is retired: its id is not used again.") % {"ref": change.id}
        row.faults.note("retired-id", message, row)
    unknown = [ref for ref in change.targets if ref not in points]
    if change.kind is not ChangeKind.RETIRED and change.id not in points:
        unknown.append(change.id)
    for ref in unknown:
        message = _("“%(ref)s” is not a point of this edition.") % {"ref": ref[:60]}
        row.faults.note("unknown-reference", message, row)
    keeps = change.kind in KEEPS_ID
    if (keeps and change.id not in change.sources) or (change.carry is not Carry.NO and not change.sources):
        message = _("“from” of %(ref)s must name where its verdict comes from.") % {"ref": change.id}
        row.faults.note("change", message, row)
    if change.kind is not ChangeKind.RETIRED and change.id not in change.targets:
        message = _("“to” of %(ref)s must name the point itself.") % {"ref": change.id}
        row.faults.note("change", message, row)


def _text_change(row: Row, draft: Draft) -> TextChange:
    row.allow("id", "file", "field", "why")
    fields = {node.ref: set(node.texts) for node, _row in draft.nodes}
    ref = row.text("id")
    if ref and ref not in fields:
        message = _("“%(ref)s” is not an id of this edition.") % {"ref": ref[:60]}
        row.faults.note("unknown-reference", message, row)
    return TextChange(ref, row.choice("field", sorted(fields.get(ref, ()))), row.text("why", most=_LONGEST))


def _compare_meta(root: Row, found: ChangeList, draft: Draft) -> None:
    meta = root.row("meta")
    if meta.has("retired_ids") and set(meta.texts("retired_ids")) != set(found.retired):
        meta.faults.note("count", _("meta names other retired ids than the rows do."), meta)
    counts = meta.row("counts")
    expect_counts(counts, {"rows": len(found.points)})
    expect_tally(counts.row("rows_by_kind"), [row.kind for row in found.points])
    expect_tally(counts.row("rows_by_carry"), [row.carry for row in found.points])
    for file, edition in _counted_files(counts):
        # Counted by the file they stand in, as the file's name begins.
        inside = [point for node, row in draft.nodes if row.file == f"{file}.yaml" for point in node.points]
        expect_tally(edition.row("edition_2"), [point.basis for point in inside])


def _counted_files(counts: Row) -> list[tuple[str, Row]]:
    return [(name, counts.row(name)) for name in counts.names() if name not in _TALLIES]


def _counts_before(root: Row) -> tuple[tuple[str, int], ...]:
    total: Counter[str] = Counter()
    for _file, edition in _counted_files(root.row("meta").row("counts")):
        before = edition.row("edition_1")
        total.update({name: before.number(name) for name in before.names()})
    return tuple(sorted(total.items()))


def _compare_good_practice(root: Row, draft: Draft) -> None:
    added = root.row("good_practice_added")
    having = {node.ref for node, _row in draft.nodes if node.good_practice}
    for name in added.names():
        for ref in added.texts(name):
            if ref not in having:
                message = _("“%(ref)s” has no good practice in this edition.") % {"ref": ref[:60]}
                added.faults.note("unknown-reference", message, added)
