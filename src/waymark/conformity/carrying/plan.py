"""What becomes of each point in the next edition, by the list of changes. No data access.

Every verdict of the edition before is either carried to a point of the new one, or its point is among those that go.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from waymark.catalogue.changes import KEEPS_ID, Carry, ChangeKind, ChangeList, Wording, uncovered
from waymark.core.errors import RuleBroken


class NotCovered(RuleBroken):
    """The list of changes does not say what becomes of a point."""

    code = "point-not-covered"


@dataclass(frozen=True, slots=True)
class Fate:
    """A point of the new edition: which point before gives its verdict ("" for none), and how it is carried.

    `sources` are all points before that its content comes from; `kind` is None where it is identical.
    """

    ref: str
    source: str
    sources: tuple[str, ...]
    kind: ChangeKind | None
    carry: Carry
    why: str = ""

    @property
    def stays(self) -> bool:
        """Return whether the point is the same, word for word."""
        return self.kind is None

    @property
    def is_reworded(self) -> bool:
        """Return whether the point kept its id and changed."""
        return self.kind in KEEPS_ID

    @property
    def looks_again(self) -> bool:
        """Return whether a verdict is carried for somebody to look at again."""
        return self.carry is Carry.REVIEW


@dataclass(frozen=True, slots=True)
class Gone:
    """A point before whose verdict no point of the new edition takes; `targets` are where its content stands now."""

    ref: str
    targets: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True)
class Plan:
    """The way of every point from one edition to the next."""

    fates: tuple[Fate, ...]
    gone: tuple[Gone, ...]

    @cached_property
    def by_ref(self) -> dict[str, Fate]:
        """Return the fates by the points of the new edition."""
        return {fate.ref: fate for fate in self.fates}

    @cached_property
    def targets(self) -> dict[str, tuple[str, ...]]:
        """Return the points of the new edition in which each point before lives on, the first one first."""
        found: dict[str, list[str]] = {}
        for fate in self.fates:
            for ref in fate.sources:
                # A point that kept its id lives on there before anywhere else.
                found.setdefault(ref, []).insert(0 if ref == fate.ref else len(found[ref]), fate.ref)
        return {ref: tuple(targets) for ref, targets in found.items()}


def plan(before: Mapping[str, Wording], after: Mapping[str, Wording], changes: ChangeList) -> Plan:
    """Return what becomes of every point; raises NotCovered where the list of changes leaves one out."""
    left_out = uncovered(before, after, changes)
    if left_out:
        raise NotCovered(
            _("The list of changes does not say what becomes of %(refs)s.") % {"refs": ", ".join(left_out[:5])},
            way_out=_("Ask the provider of the edition for a complete list of changes."),
        )
    rows = changes.by_id
    fates = tuple(_fate(ref, changes) for ref in after)
    carried = {fate.source for fate in fates if fate.source}
    gone = [
        Gone(ref, tuple(one for one in rows[ref].targets if one in after) if ref in rows else (), _why(ref, changes))
        for ref in before
        if ref not in carried
    ]
    return Plan(fates, tuple(gone))


def _fate(ref: str, changes: ChangeList) -> Fate:
    row = changes.by_id.get(ref)
    if row is None:
        return Fate(ref, ref, (ref,), None, Carry.YES)
    source = row.sources[0] if row.sources and row.carry is not Carry.NO else ""
    return Fate(ref, source, row.sources, row.kind, row.carry if source else Carry.NO, row.why)


def _why(ref: str, changes: ChangeList) -> str:
    row = changes.by_id.get(ref)
    return row.why if row else ""


def heirs(
    before: Iterable[str], after: Mapping[str, Iterable[str]], plan: Plan, owner: Mapping[str, str]
) -> dict[str, str]:
    """Return from which requirement before each new one takes owner and applicability; those with none are left out.

    `after` is each new requirement with its points, `owner` the requirement of each point before. A number that both
    editions have is its own heir; otherwise the first point that comes from anywhere decides.
    """
    known = set(before)
    found: dict[str, str] = {}
    for ref, points in after.items():
        if ref in known:
            found[ref] = ref
            continue
        sources = [one for point in points for one in plan.by_ref[point].sources]
        if sources:
            found[ref] = owner[sources[0]]
    return found
