"""Verdicts to look at again, in reports and as data: they contradict each other, or lean on another system."""

from django.utils.translation import gettext as _

from waymark.conformity.picture import Picture
from waymark.conformity.warnings import warnings_in
from waymark.reports.paper import Block, Bullets, Heading


def warnings_block(picture: Picture) -> list[Block]:
    """Return the warnings under a heading; nothing where there are none."""
    found = tuple(one.text for one in warnings_in(picture))
    return [Heading(_("Verdicts to look at again")), Bullets(found)] if found else []


def plain_warnings(picture: Picture) -> list[dict[str, str]]:
    """Return the same as plain data."""
    return [{"ref": one.ref, "against": one.against, "text": one.text} for one in warnings_in(picture)]
