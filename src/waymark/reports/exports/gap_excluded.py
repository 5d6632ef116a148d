"""Controls that are not applicable in a round: which, for which reason, and that this is provisional without an SoA."""

from typing import Any

from django.utils.translation import gettext as _

from waymark.conformity.exclusions import PROVISIONAL, code_label
from waymark.conformity.picture import Picture, RequirementView
from waymark.reports.paper import Block, Column, Heading, Kind, Paragraph, Table


def excluded_controls(picture: Picture) -> list[Block]:
    """Return the controls left out with reason code and reason; nothing where all apply."""
    rows = tuple(
        (one.ref, one.requirement.title, str(code_label(found.reason_code)), found.finding)
        for one in picture.controls
        if (found := one.excluded) is not None
    )
    if not rows:
        return []
    columns = (
        Column("reference", _("Reference"), 11, Kind.REFERENCE),
        Column("requirement", _("Control"), 30),
        Column("code", _("Reason code"), 26),
        Column("reason", _("Reason"), 60),
    )
    title = _("Controls not applicable")
    note = _("Each of these controls is %(state)s.") % {"state": PROVISIONAL}
    return [Heading(title), Paragraph(note, quiet=True), Table(caption=title, columns=columns, rows=rows)]


def plain_exclusion(one: RequirementView) -> dict[str, Any] | None:
    """Return the same of one requirement as plain data, or None where it applies."""
    found = one.excluded
    if found is None:
        return None
    return {"code": found.reason_code, "reason": found.finding, "state": str(PROVISIONAL)}
