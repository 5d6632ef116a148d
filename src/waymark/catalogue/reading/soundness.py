"""What must hold between the parts of an edition: unique references, one tree, known names, full order."""

from collections import defaultdict
from dataclasses import replace

from django.utils.translation import gettext as _

from waymark.catalogue.edition import Kind, Node, Step
from waymark.catalogue.reading.draft import Draft
from waymark.catalogue.rows import Row

_DEEPEST = 64


def refuse_duplicates(draft: Draft) -> None:
    """Note references of nodes and points that are used twice, even if only the case differs."""
    seen: dict[str, tuple[str, Row]] = {}
    for node, row in draft.nodes:
        for ref in (node.ref, *(point.ref for point in node.points)):
            first = seen.setdefault(ref.casefold(), (ref, row))
            if node.ref and first[1] is not row:
                message = _("“%(ref)s” is used twice; “%(first)s” is in %(file)s, line %(line)d.")
                named = {"ref": ref, "first": first[0], "file": first[1].file, "line": first[1].line}
                draft.faults.note("duplicate-id", message % named, row)


def refuse_broken_tree(draft: Draft) -> None:
    """Note missing parents, groups that are no group, cycles, and outlines deeper than 64 levels."""
    parents = {node.ref: node.parent for node, _row in draft.nodes}
    outermost = {node.ref for node, _row in draft.nodes if not node.parent}
    depths: dict[str, int] = {}
    for node, row in draft.nodes:
        if node.parent and node.parent not in parents:
            message = _("The parent of “%(ref)s”, “%(parent)s”, does not exist.")
            draft.faults.note("missing-parent", message % {"ref": node.ref, "parent": node.parent[:60]}, row)
        elif node.group not in outermost:
            message = _("“%(ref)s” belongs to “%(group)s”, which is not a group.")
            draft.faults.note("missing-group", message % {"ref": node.ref, "group": node.group[:60]}, row)
        _climb(node, row, parents, depths, draft)


def refuse_unknown_references(draft: Draft) -> None:
    """Note relations between requirements that lead nowhere."""
    refs = draft.refs
    for node, row in draft.nodes:
        for ref in (*node.related, *node.feeds):
            if ref not in refs or ref == node.ref:
                message = _("“%(ref)s” points to “%(other)s”, which is not another requirement of this edition.")
                draft.faults.note("unknown-reference", message % {"ref": node.ref, "other": ref[:60]}, row)


def read_steps(root: Row, draft: Draft) -> tuple[Step, ...]:
    """Read the order of work; every auditable requirement has exactly one place in it."""
    root.allow("steps")
    steps, placed = [], set()
    auditable = {node.ref for node, _row in draft.nodes if node.is_auditable}
    for row in root.rows("steps", needed=True):
        row.allow("title", "refs")
        refs = row.texts("refs", needed=True)
        for ref in refs:
            if ref not in auditable:
                message = _("“%(ref)s” is not a requirement that is rated.") % {"ref": ref[:60]}
                row.faults.note("unknown-reference", message, row)
            elif ref in placed:
                row.faults.note("order-twice", _("“%(ref)s” already has a place.") % {"ref": ref}, row)
            placed.add(ref)
        steps.append(Step(row.text("title"), refs))
    if forgotten := sorted(auditable - placed):
        message = _("These requirements have no place in the order of work: %(refs)s.")
        root.faults.note("order-missing", message % {"refs": ", ".join(forgotten[:20])}, root)
    return tuple(steps)


def arranged(draft: Draft, steps: tuple[Step, ...]) -> tuple[Node, ...]:
    """Return the nodes in reading order, parents before children, with their places filled in.

    Only for a draft without faults: the tree must be one.
    """
    children: dict[str, list[Node]] = defaultdict(list)
    for node, _row in draft.nodes:
        children[node.parent].append(node)
    work = _order_of_work(draft, steps)
    waiting = list(reversed(children[""]))
    nodes: list[Node] = []
    while waiting:
        node = waiting.pop()
        nodes.append(replace(node, order=len(nodes) + 1, order_of_work=work.get(node.ref, 0)))
        waiting.extend(reversed(children[node.ref]))
    return tuple(nodes)


def _order_of_work(draft: Draft, steps: tuple[Step, ...]) -> dict[str, int]:
    # Without an order of its own an edition is worked through as it is read.
    refs = [ref for step in steps for ref in step.refs] or [
        node.ref for node, _row in draft.nodes if node.kind in {Kind.CLAUSE, Kind.CONTROL} and node.is_auditable
    ]
    return {ref: place for place, ref in enumerate(refs, start=1)}


def _climb(node: Node, row: Row, parents: dict[str, str], depths: dict[str, int], draft: Draft) -> None:
    path: dict[str, None] = {}
    ref = node.ref
    while ref and ref in parents and ref not in depths:
        if ref in path:
            message = _("“%(ref)s” is its own parent: %(path)s.")
            around = " → ".join([*list(path)[:10], ref])
            draft.faults.note("cycle", message % {"ref": ref, "path": around}, row)
            break
        path[ref] = None
        ref = parents[ref]
    depth = depths.get(ref, 0)
    for below in reversed(path):
        depth += 1
        depths[below] = depth
        if depth == _DEEPEST + 1:
            message = _("The outline is more than %(limit)d levels deep.") % {"limit": _DEEPEST}
            draft.faults.note("too-deep", message, row)
