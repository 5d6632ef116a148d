"""The evidence behind each point of a round, in the words of reports and as plain data.

A file goes on to people who may not know of confidential evidence, so it is left out of all of them.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.conformity.backing import NO_PIECES, ShownPiece, ShownPieces
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.picture import Picture, PointView
from waymark.conformity.pieces import every_piece
from waymark.conformity.scale import Verdict
from waymark.evidence.models.evidence import Evidence

NAMED: Final = 20
"""So many pieces of one point a report names; the data name all of them."""
Pieces = Mapping[int, ShownPieces]


def pieces_named(assessment: GapAssessment, picture: Picture) -> Pieces:
    """Return the pieces that a report names, by key of the point."""
    if not _is_backed(picture):
        return {}
    kept_back = _kept_back(assessment)
    found = every_piece(assessment, picture, most=NAMED + len(kept_back))
    return {pk: _without(shown, kept_back) for pk, shown in found.items()}


def attached_in_words(view: PointView, pieces: Pieces) -> str:
    """Return the references of the pieces behind a point, and how many more there are."""
    shown = pieces.get(view.point.pk, NO_PIECES)
    return ", ".join([*(one.reference for one in shown.pieces), *_more(shown)])


def evidence_in_words(view: PointView, pieces: Pieces) -> str:
    """Return what a verdict rests on: the words that name it, then each piece with what a reader has to know of it.

    In place without any evidence says so.
    """
    shown = pieces.get(view.point.pk, NO_PIECES)
    parts = [view.found.evidence, ", ".join(_in_words(one) for one in shown.pieces), *_more(shown)]
    if view.found.verdict == Verdict.IN_PLACE and view.found.is_claimed:
        parts.append(_("claimed, no evidence"))
    return "; ".join(part for part in parts if part)


def _more(shown: ShownPieces) -> list[str]:
    return [ngettext("and %(n)d more", "and %(n)d more", shown.more) % {"n": shown.more}] if shown.more else []


def _in_words(piece: ShownPiece) -> str:
    remarks = (
        (piece.is_unverified, _("unverified")),
        (piece.is_described, _("described, not held")),
        (piece.came_later, _("came later")),
    )
    words = ", ".join(remark for holds, remark in remarks if holds)
    return f"{piece.reference} ({words})" if words else piece.reference


def every_reference(assessment: GapAssessment, picture: Picture) -> dict[int, list[str]]:
    """Return the references of all pieces behind each point, by its key."""
    if not _is_backed(picture):
        return {}
    kept_back = _kept_back(assessment)
    found = every_piece(assessment, picture, most=None)
    named = {pk: [one.reference for one in shown.pieces] for pk, shown in found.items()}
    return {pk: [one for one in references if one not in kept_back] for pk, references in named.items()}


def _is_backed(picture: Picture) -> bool:
    return any(view.found.backing.pieces for one in picture.requirements for view in one.points)


def _kept_back(assessment: GapAssessment) -> frozenset[str]:
    """Return the confidential evidence by reference; one query."""
    confidential = Evidence.objects.of(assessment.organisation).confidential()
    return frozenset(one.reference for one in confidential.only("number"))


def _without(shown: ShownPieces, kept_back: frozenset[str]) -> ShownPieces:
    given = tuple(one for one in shown.pieces if one.reference not in kept_back)
    return ShownPieces(given[-NAMED:], shown.more + max(len(given) - NAMED, 0))


def plain_backing(view: PointView, references: Mapping[int, list[str]]) -> dict[str, Any]:
    """Return how well a verdict is backed, as plain data: its grade, both clocks, and what came later."""
    found = view.found
    return {
        "evidence_kept": references.get(view.point.pk, []),
        "backing": found.grade or None,
        "came_later": found.came_later,
        "rate_again": found.judge_again,
        "judged_by": found.judged_by or None,
        "judged_on": found.judged_on.isoformat() if found.judged_on else None,
        "recorded_at": found.recorded_at.isoformat() if found.recorded_at else None,
    }
