"""What becomes of each point, by whatever list of changes: nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.catalogue.changes import Carry, ChangeKind, ChangeList, PointChange, Wording, faults_between
from waymark.conformity.carrying.plan import NotCovered, heirs, plan

Texts = dict[str, Wording]
_KEPT = (ChangeKind.REWORDED, ChangeKind.NARROWED, ChangeKind.BASIS_CHANGED)


def worded(ref: str, text: str = "", basis: str = "clause") -> Wording:
    return Wording(text or f"{ref} is done.", basis)


@st.composite
def editions(draw: st.DrawFn) -> tuple[Texts, Texts, ChangeList]:
    """Two editions and a sound list of changes: points stay, are reworded, divided, joined, dropped, or are new."""
    refs = [f"P-{number}" for number in range(1, draw(st.integers(1, 12)) + 1)]
    before = {ref: worded(ref) for ref in refs}
    after: Texts = {}
    rows: dict[str, PointChange] = {}
    for ref in refs:
        fate = draw(st.sampled_from(["same", "kept", "retired", "retired"]))
        if fate == "same":
            after[ref] = before[ref]
        elif fate == "kept":
            after[ref] = worded(ref, "Other words.")
            kind, carry = draw(st.sampled_from(_KEPT)), draw(st.sampled_from(Carry))
            rows[ref] = PointChange(ref, kind, (ref,), (ref,), carry, "Why not.")
    gone = [ref for ref in refs if ref not in after]
    heirs_of: dict[str, list[str]] = {ref: [] for ref in refs}
    for number in range(len(refs) + 1, len(refs) + 1 + draw(st.integers(0, 6))):
        ref = f"P-{number}"
        sources = tuple(draw(st.lists(st.sampled_from(gone), unique=True, max_size=3))) if gone else ()
        after[ref] = worded(ref)
        carry = draw(st.sampled_from(Carry)) if sources else Carry.NO
        rows[ref] = PointChange(ref, ChangeKind.SPLIT if sources else ChangeKind.NEW, sources, (ref,), carry, "New.")
        for one in sources:
            heirs_of[one].append(ref)
    for ref in gone:
        rows[ref] = PointChange(ref, ChangeKind.RETIRED, (ref,), tuple(heirs_of[ref]), Carry.REVIEW, "Gone.")
    return before, after, ChangeList(tuple(rows.values()))


@given(editions())
def test_loses_no_verdict(drawn: tuple[Texts, Texts, ChangeList]) -> None:
    before, after, changes = drawn
    assert faults_between(before, after, changes) == []
    found = plan(before, after, changes)
    carried = {fate.source for fate in found.fates if fate.source}
    gone = {one.ref for one in found.gone}
    assert carried | gone == set(before)
    assert not carried & gone


@given(editions())
def test_says_of_every_point_of_the_new_edition_where_it_comes_from(drawn: tuple[Texts, Texts, ChangeList]) -> None:
    before, after, changes = drawn
    found = plan(before, after, changes)
    assert [fate.ref for fate in found.fates] == list(after)
    for fate in found.fates:
        assert fate.stays == (before.get(fate.ref) == after[fate.ref])
        assert bool(fate.source) == (fate.carry is not Carry.NO)
        assert not fate.source or fate.source == fate.sources[0]
    for ref, targets in found.targets.items():
        assert ref in before
        assert set(targets) <= set(after)
        assert ref not in after or targets[0] == ref


@given(editions(), st.data())
def test_refuses_a_list_that_leaves_a_point_out(drawn: tuple[Texts, Texts, ChangeList], data: st.DataObject) -> None:
    before, after, changes = drawn
    if not changes.points:
        return
    left_out = data.draw(st.sampled_from(changes.points))
    shorter = ChangeList(tuple(row for row in changes.points if row is not left_out))
    with pytest.raises(NotCovered, match=left_out.id):
        plan(before, after, shorter)
    with pytest.raises(NotCovered):
        plan(before, after, ChangeList((*changes.points, left_out)))


def test_keeps_the_verdict_of_what_was_joined_to_another_among_what_goes() -> None:
    before = {"P-1": worded("P-1"), "P-2": worded("P-2")}
    after = {"P-1": worded("P-1", "Both are done.")}
    changes = ChangeList(
        (
            PointChange("P-1", ChangeKind.REWORDED, ("P-1", "P-2"), ("P-1",), Carry.REVIEW, "Joined."),
            PointChange("P-2", ChangeKind.RETIRED, ("P-2",), ("P-1",), Carry.NO, "Joined to P-1."),
        )
    )
    found = plan(before, after, changes)
    assert (found.by_ref["P-1"].source, found.targets["P-2"]) == ("P-1", ("P-1",))
    assert [(one.ref, one.targets, one.why) for one in found.gone] == [("P-2", ("P-1",), "Joined to P-1.")]


def test_lets_a_requirement_inherit_from_where_its_first_point_comes() -> None:
    before = {"4.1-1": worded("4.1-1")}
    after = {"4.2-1": worded("4.2-1"), "4.3-1": worded("4.3-1")}
    changes = ChangeList(
        (
            PointChange("4.1-1", ChangeKind.RETIRED, ("4.1-1",), ("4.2-1",), Carry.YES, "It moved."),
            PointChange("4.2-1", ChangeKind.SPLIT, ("4.1-1",), ("4.2-1",), Carry.YES, "It moved."),
            PointChange("4.3-1", ChangeKind.NEW, (), ("4.3-1",), Carry.NO, "New."),
        )
    )
    way = plan(before, after, changes)
    found = heirs(["4.1"], {"4.2": ["4.2-1"], "4.3": ["4.3-1"]}, way, {"4.1-1": "4.1"})
    assert found == {"4.2": "4.1"}
