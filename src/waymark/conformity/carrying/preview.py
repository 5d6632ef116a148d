"""What a carry-over would do, point by point, before anybody does it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from waymark.catalogue.edition import Basis
from waymark.catalogue.models.framework import Framework
from waymark.conformity.backing import pieces_today
from waymark.conformity.carrying.editions import Way, way_to
from waymark.conformity.carrying.plan import Fate, Gone
from waymark.conformity.found import NOTHING, Found
from waymark.conformity.picture import Picture
from waymark.conformity.queries import picture_today
from waymark.conformity.scale import Verdict
from waymark.people.models.organisation import Organisation
from waymark.records.backing import Piece

Pieces = Mapping[int, tuple[Piece, ...]]


@dataclass(frozen=True, slots=True)
class PointPreview:
    """One point: its number and text in the new edition and before (empty where there is none), and what comes along.

    `verdict` counts today; `becomes` says what happens to it: `as_it_is`, `look_again`, or `nothing`. `evidence` is how
    many pieces come along, `owner` who answers for the requirement.
    """

    ref: str
    text: str
    basis: str
    source: str
    was: str
    verdict: str
    becomes: str
    evidence: int
    owner: str
    why: str

    @property
    def is_rated(self) -> bool:
        """Return whether there is a verdict that could come along."""
        return self.verdict != Verdict.NOT_ASSESSED

    @property
    def verdict_label(self) -> str:
        """Return the verdict for people."""
        return str(Verdict(self.verdict).label)

    @property
    def outcome(self) -> str:
        """Return what happens to the verdict, for people."""
        if not self.is_rated:
            return _("not rated")
        words = {"as_it_is": _("carried over"), "look_again": _("carried over, look again")}
        return words.get(self.becomes, _("not carried over"))


@dataclass(frozen=True)
class Preview:
    """The way of an organisation to the next edition in lists: every point is in exactly one of them."""

    way: Way
    stays: tuple[PointPreview, ...]
    reworded: tuple[PointPreview, ...]
    moves: tuple[PointPreview, ...]
    comes: tuple[PointPreview, ...]
    goes: tuple[PointPreview, ...]

    @cached_property
    def counts(self) -> dict[str, int]:
        """Return how many points stay, are reworded, move, come and go, and what becomes of verdicts."""
        lists = {name: getattr(self, name) for name in ("stays", "reworded", "moves", "comes", "goes")}
        rated = [one for points in lists.values() for one in points if one.is_rated]
        return {
            **{name: len(points) for name, points in lists.items()},
            **{name: sum(one.becomes == name for one in rated) for name in ("as_it_is", "look_again")},
            "not_carried": sum(one.is_rated for one in self.goes),
        }

    def as_data(self) -> dict[str, Any]:
        """Return the preview as plain values, for console and API."""
        return {
            "current": self.way.current.slug,
            "edition": self.way.edition.slug,
            "counts": self.counts,
            **{name: [_plain(one) for one in getattr(self, name)] for name in ("reworded", "moves", "comes", "goes")},
        }


def preview(organisation: Organisation, edition: Framework) -> Preview:
    """Return what a carry-over to an edition would do; raises what `way_to` raises. Ten queries at most."""
    way = way_to(organisation, edition)
    picture = picture_today(organisation, way.current.pk, with_left_out=True)
    pieces = pieces_today(organisation, way.before)
    lines = [(fate, _line(way, picture, fate, pieces)) for fate in way.plan.fates]
    return Preview(
        way,
        stays=tuple(line for fate, line in lines if fate.stays),
        reworded=tuple(line for fate, line in lines if fate.is_reworded),
        moves=tuple(line for fate, line in lines if not fate.stays and not fate.is_reworded and fate.sources),
        comes=tuple(line for fate, line in lines if not fate.stays and not fate.is_reworded and not fate.sources),
        goes=tuple(_gone(way, picture, one) for one in way.plan.gone),
    )


def _line(way: Way, picture: Picture, fate: Fate, pieces: Pieces) -> PointPreview:
    point = way.after.point(fate.ref)
    heir = way.heirs.get(point.requirement, "")
    found = _found(picture, fate.source)
    return PointPreview(
        ref=fate.ref,
        text=point.text,
        basis=str(point.basis),
        source=", ".join(fate.sources),
        was=way.before.point(fate.source).text if fate.source and not fate.stays else "",
        verdict=found.verdict,
        becomes=("look_again" if fate.looks_again else "as_it_is") if fate.source else "nothing",
        evidence=len({piece.subject for ref in fate.sources for piece in pieces.get(way.before.point(ref).pk, ())}),
        owner=picture.by_ref[heir].assignment.owner if heir in picture.by_ref else "",
        why=fate.why,
    )


def _gone(way: Way, picture: Picture, gone: Gone) -> PointPreview:
    point, found = way.before.point(gone.ref), _found(picture, gone.ref)
    return PointPreview(
        ref=", ".join(gone.targets),
        text="",
        basis=str(point.basis),
        source=gone.ref,
        was=point.text,
        verdict=found.verdict,
        becomes="nothing",
        evidence=found.backing.pieces if gone.targets else 0,
        owner=picture.by_ref[point.requirement].assignment.owner if point.requirement in picture.by_ref else "",
        why=gone.why,
    )


def _found(picture: Picture, ref: str) -> Found:
    if not ref:
        return NOTHING
    view = picture.by_ref.get(picture.outline.point(ref).requirement)
    points: Iterable[Any] = view.points if view else ()
    found = next((one.found for one in points if one.point.ref == ref), NOTHING)
    # What stale evidence lowers today is not what was judged, and the judgement is what comes along.
    return found._replace(verdict=Verdict.IN_PLACE) if found.is_lowered else found


def _plain(one: PointPreview) -> dict[str, Any]:
    return {
        "point": one.ref,
        "text": one.text,
        "basis": str(Basis(one.basis)),
        "sources": one.source,
        "verdict": one.verdict,
        "becomes": one.becomes if one.is_rated else "nothing",
        "evidence": one.evidence,
        "owner": one.owner,
        "why": one.why,
    }
