"""What became of each point from one edition to the next, and whether a list of it is complete. No data access."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext as _


class ChangeKind(StrEnum):
    """How a point of one edition differs from the edition before."""

    REWORDED = "reworded"  # the same in other words, or with a part that was left out; keeps its id
    NARROWED = "narrowed"  # what went beyond the framework is taken out; keeps its id
    BASIS_CHANGED = "basis_changed"  # says the same, counts differently; keeps its id
    SPLIT = "split"  # one of the points that replace a retired point
    NEW = "new"  # was no point of its own before
    RETIRED = "retired"  # its id is not used any more


class Carry(StrEnum):
    """What a verdict on a point becomes in the next edition."""

    YES = "yes"  # it carries over as it is
    REVIEW = "yes_review"  # it carries over as a proposal, to be looked at again
    NO = "no"  # the point starts as not assessed


KEEPS_ID = frozenset({ChangeKind.REWORDED, ChangeKind.NARROWED, ChangeKind.BASIS_CHANGED})


@dataclass(frozen=True, slots=True)
class PointChange:
    """What happened to one point.

    `sources` are ids of the edition before, the first of which gives the verdict where one is carried; `targets` are
    ids of this edition in which its content stands.
    """

    id: str
    kind: ChangeKind
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    carry: Carry
    why: str


@dataclass(frozen=True, slots=True)
class TextChange:
    """Another text of a requirement that changed, by the name of its field."""

    id: str
    field: str
    why: str


@dataclass(frozen=True, slots=True)
class ChangeList:
    """Everything that differs from the edition before. A point without a row is identical, word for word.

    `counts_before` is how many points of each basis the edition before has, where the list says so.
    """

    points: tuple[PointChange, ...]
    texts: tuple[TextChange, ...] = ()
    counts_before: tuple[tuple[str, int], ...] = ()

    @property
    def by_id(self) -> dict[str, PointChange]:
        """Return the rows by the id of their point."""
        return {row.id: row for row in self.points}

    @property
    def retired(self) -> tuple[str, ...]:
        """Return the ids that are not used any more."""
        return tuple(row.id for row in self.points if row.kind is ChangeKind.RETIRED)


class Wording(NamedTuple):
    """What a point says, and what it rests on."""

    text: str
    basis: str


def uncovered(before: Mapping[str, Wording], after: Mapping[str, Wording], changes: ChangeList) -> list[str]:
    """Return the points of either edition that differ and have not exactly one row, in order of their ids."""
    rows = Counter(row.id for row in changes.points)
    return sorted(ref for ref in before.keys() | after.keys() if before.get(ref) != after.get(ref) and rows[ref] != 1)


def faults_between(before: Mapping[str, Wording], after: Mapping[str, Wording], changes: ChangeList) -> list[str]:
    """Return a sentence for everything in a list of changes that does not agree with both editions."""
    sentences = [
        _("%(ref)s differs between the editions and needs exactly one row in the list of changes.") % {"ref": ref}
        for ref in uncovered(before, after, changes)
    ]
    bases = Counter(point.basis for point in before.values())
    for basis, counted in changes.counts_before:
        if bases[basis] != counted:
            sentences.append(
                _("meta says the previous edition has %(counted)d points of basis %(basis)s, but it has %(actual)d.")
                % {"counted": counted, "basis": basis, "actual": bases[basis]}
            )
    by_id = changes.by_id
    for row in changes.points:
        sentences += _wrong_ids(row, before, after)
        sentences += _one_sided(row, by_id)
        if row.id in before and before.get(row.id) == after.get(row.id):
            sentences.append(_("%(ref)s is identical in both editions and needs no row.") % {"ref": row.id})
    return sentences


def _wrong_ids(row: PointChange, before: Mapping[str, Wording], after: Mapping[str, Wording]) -> Iterable[str]:
    places = {
        "before": row.kind in KEEPS_ID or row.kind is ChangeKind.RETIRED,
        "after": row.kind is not ChangeKind.RETIRED,
    }
    if (row.id in before, row.id in after) != (places["before"], places["after"]):
        yield _("%(ref)s cannot be “%(kind)s”: that does not agree with the editions.") % {
            "ref": row.id,
            "kind": row.kind.value,
        }
    for ref in row.sources:
        if ref not in before:
            yield _("%(ref)s comes from %(other)s, which the previous edition does not have.") % _named(row, ref)
    for ref in row.targets:
        if ref not in after:
            yield _("%(ref)s is said to be in %(other)s, which this edition does not have.") % _named(row, ref)


def _one_sided(row: PointChange, by_id: Mapping[str, PointChange]) -> Iterable[str]:
    # What leads to a point is named by that point too: nothing is lost between two rows.
    for ref in row.targets:
        if row.kind is ChangeKind.RETIRED and (ref not in by_id or row.id not in by_id[ref].sources):
            yield _("%(ref)s is said to be in %(other)s, whose row does not list it under “from”.") % _named(row, ref)
    for ref in row.sources:
        if ref != row.id and ref in by_id and row.id not in by_id[ref].targets:
            yield _("%(ref)s comes from %(other)s, whose row does not list it under “to”.") % _named(row, ref)


def _named(row: PointChange, ref: str) -> dict[str, str]:
    return {"ref": row.id, "other": ref}
