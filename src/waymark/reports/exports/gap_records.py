"""Records of the product behind the points of a round: what each is called, and which points it shows."""

from typing import Any

from django.utils.translation import gettext as _

from waymark.conformity.backing import ShownPiece
from waymark.conformity.picture import Picture
from waymark.reports.exports.gap_pieces import Pieces
from waymark.reports.paper import Block, Column, Heading, Kind, Paragraph, Table


def records_behind(picture: Picture, pieces: Pieces) -> list[tuple[ShownPiece, list[str]]]:
    """Return the records among some pieces with the numbers of the points that each stands behind, by reference."""
    found: dict[str, tuple[ShownPiece, list[str]]] = {}
    for one in picture.requirements:
        for view in one.points:
            shown = pieces.get(view.point.pk)
            for piece in shown.pieces if shown else ():
                if piece.title:
                    found.setdefault(piece.reference, (piece, []))[1].append(view.point.ref)
    return [found[reference] for reference in sorted(found, key=_by_number)]


def records_block(picture: Picture, pieces: Pieces) -> list[Block]:
    """Return the records kept in the product behind the points; nothing where there are none."""
    found = records_behind(picture, pieces)
    if not found:
        return []
    table = Table(
        caption=_("Records kept in Waymark behind the points"),
        columns=(
            Column("reference", _("Reference"), 11, Kind.REFERENCE),
            Column("title", _("Record"), 60),
            Column("points", _("Shows"), 50),
            Column("check", _("Checked"), 22),
        ),
        rows=tuple(
            (
                piece.reference,
                piece.title,
                ", ".join(points),
                _("Unverified") if piece.is_unverified else _("Reviewed or approved"),
            )
            for piece, points in found
        ),
    )
    words = _("The history of each record, with who changed what and when, is on its page and in the trail.")
    return [Heading(_("Records")), Paragraph(words), table]


def plain_records(picture: Picture, pieces: Pieces) -> list[dict[str, Any]]:
    """Return the same as plain data."""
    return [
        {
            "reference": piece.reference,
            "title": piece.title,
            "points": points,
            "reviewed_or_approved": not piece.is_unverified,
        }
        for piece, points in records_behind(picture, pieces)
    ]


def _by_number(reference: str) -> tuple[str, int]:
    prefix, _dash, number = reference.rpartition("-")
    return prefix, int(number) if number.isdecimal() else 0
