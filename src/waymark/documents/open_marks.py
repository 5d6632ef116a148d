"""What is still to be filled in a text keeps it from being approved, here or elsewhere."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.core.errors import RuleBroken
from waymark.documents.choices import Content
from waymark.documents.marks import marks_left
from waymark.documents.models.version import DocumentVersion
from waymark.documents.refusals import MarksLeft

_NAMED: Final = 5


def marks_refusal(version: DocumentVersion) -> RuleBroken | None:
    """Return that something in a text is still to be filled, with what and where; None where nothing is."""
    marks = marks_left(version.text) if version.content == Content.TEXT else ()
    if not marks:
        return None
    named = "; ".join(f"{one.section}: {one.label}" for one in marks[:_NAMED])
    sentence = ngettext(
        "%(n)d mark is still to be filled in this text: %(named)s",
        "%(n)d marks are still to be filled in this text: %(named)s",
        len(marks),
    )
    rest = "" if len(marks) <= _NAMED else " …"
    return MarksLeft(
        sentence % {"n": len(marks), "named": f"{named}{rest}"}, way_out=_("Edit the draft, and fill or answer each.")
    )
