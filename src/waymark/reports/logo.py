"""The logo of an organisation: a PNG or JPEG, kept by its hash as evidence files are, drawn on reports."""

import io
from typing import BinaryIO, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from waymark.core.chart_svg import picture_svg
from waymark.core.errors import RuleBroken
from waymark.core.sizes import size_in_words
from waymark.evidence.collecting import GivenFile, stored_file
from waymark.evidence.files.looking.pictures import pixels_of
from waymark.evidence.files.refusals import FileMissing
from waymark.evidence.files.store import keep, open_file
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.reports.paper import Logo
from waymark.reports.writers.typesetting import is_drawable

LOGO_BYTES: Final = 512 * 1024
LOGO_SIDE: Final = 4000
"""Pixels along one side: at most 64 MB when it is drawn, and far more than a printer shows."""
_KINDS: Final = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_ROOM_WIDTH, _ROOM_HEIGHT = 150.0, 44.0


class LogoOfWrongKind(RuleBroken):
    """A logo is a PNG or a JPEG."""

    code = "logo-wrong-kind"
    field = "file"


class LogoTooLarge(RuleBroken):
    """A logo is a small file of few pixels."""

    code = "logo-too-large"
    field = "file"


class LogoDamaged(RuleBroken):
    """A logo can be drawn."""

    code = "logo-damaged"
    field = "file"


def set_logo(organisation: Organisation, file: BinaryIO, *, by: Member) -> None:
    """Keep a picture and put it on the reports of the organisation.

    Its kind and its size are read from its head before anything decodes it. Raises LogoOfWrongKind, LogoTooLarge and
    LogoDamaged; then nothing is kept.
    """
    content = file.read(LOGO_BYTES + 1)
    media_type = _kind_of(content)
    if len(content) > LOGO_BYTES:
        raise LogoTooLarge(_("The file is larger than %(limit)s.") % {"limit": size_in_words(LOGO_BYTES)})
    width, height = pixels_of(io.BytesIO(content), len(content), media_type)
    if max(width, height) > LOGO_SIDE:
        sizes = {"width": width, "height": height, "side": LOGO_SIDE}
        raise LogoTooLarge(
            _("The picture has %(width)d by %(height)d pixels; at most %(side)d by %(side)d are allowed.") % sizes,
            way_out=_("Save it in a smaller size."),
        )
    if not min(width, height) or not is_drawable(content, media_type):
        raise LogoDamaged(_("The picture is damaged."), way_out=_("Export it again."))
    kept = keep(io.BytesIO(content), limit=LOGO_BYTES)
    with transaction.atomic():
        stored_file(organisation, GivenFile.of("logo", kept), by=by)
        organisation.set_logo(kept.sha256, by=by)


def logo_of(organisation: Organisation) -> Logo | None:
    """Return the logo for a paper; None where there is none, or where the store has lost it."""
    content = logo_content(organisation)
    if not content:
        return None
    media_type = _kind_of(content)
    width, height = pixels_of(io.BytesIO(content), len(content), media_type)
    scale = min(_ROOM_WIDTH / width, _ROOM_HEIGHT / height)
    svg = picture_svg(content, media_type, width, height)
    alt = _("Logo of %(name)s") % {"name": organisation.name}
    return Logo(svg, round(width * scale, 2), round(height * scale, 2), alt)


def logo_content(organisation: Organisation) -> bytes:
    """Return the picture as it was given, or nothing."""
    if not organisation.logo:
        return b""
    try:
        with open_file(organisation.logo) as file:
            return file.read()
    except FileMissing:
        return b""


def _kind_of(content: bytes) -> str:
    kind = next((kind for start, kind in _KINDS.items() if content.startswith(start)), "")
    if kind:
        return kind
    if b"<svg" in content[:4096].lower():
        raise LogoOfWrongKind(
            _("SVG files can contain scripts and links, so they are not accepted as a logo."),
            way_out=_("Export it as PNG."),
        )
    raise LogoOfWrongKind(_("This is not a PNG or JPEG file."), way_out=_("Export the logo as PNG or JPEG."))
