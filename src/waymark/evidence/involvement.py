"""Who checked what: involvement that later audits have to know of, since nobody audits their own work (9.2.2)."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.core.dates import day
from waymark.evidence.independence import behind
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.verification import Outcome, Verification
from waymark.people.extension_points import MemberLine, MemberPanel
from waymark.people.models.member import Member
from waymark.people.readers import Reader


@dataclass(frozen=True, slots=True)
class Involvement:
    """One check: by whom, of which capture of which evidence, what that is evidence for, what came of it.

    `interests` are what the checker owned of it then.
    """

    member_id: int
    member: str
    reference: str
    number: int
    title: str
    serves: tuple[str, ...]
    outcome: str
    on: dt.date
    interests: str


def involvements(reader: Reader, *, member: int | None = None) -> list[Involvement]:
    """Return the checks of all members, or of one, newest first, of evidence that the reader may open."""
    organisation = reader.organisation
    visible = Evidence.objects.of(organisation).visible_to(reader)
    checks = Verification.objects.of(organisation).filter(capture__evidence__in=visible)
    if member is not None:
        checks = checks.filter(checked_by=member)
    rows = list(checks.select_related("capture__evidence", "checked_by").newest_first())
    records = behind(organisation, {one.capture.evidence_id for one in rows})
    return [
        Involvement(
            member_id=one.checked_by_id,
            member=one.checked_by.name,
            reference=one.capture.reference,
            number=one.capture.evidence.number,
            title=one.capture.evidence.title,
            serves=tuple(dict.fromkeys(record.reference for record in records.get(one.capture.evidence_id, ()))),
            outcome=one.outcome,
            on=one.checked_on,
            interests=one.interests or "",
        )
        for one in rows
    ]


def panel_of(reader: Member, person: Member) -> MemberPanel | None:
    """Return what a member checked, for the page of the member; nothing where that is nothing."""
    found = involvements(reader, member=person.pk)
    if not found:
        return None
    return MemberPanel(
        title=_("Evidence checked"),
        intro=_("Involvement that an audit has to know of: nobody audits their own work (9.2.2)."),
        lines=[
            MemberLine(
                reference=one.reference,
                title=one.title,
                url=reverse("evidence_item", args=[reader.organisation.slug, one.number]),
                note=_note(one),
            )
            for one in found
        ],
    )


def _note(one: Involvement) -> str:
    parts = [str(Outcome(one.outcome).label), day(one.on)]
    if one.serves:
        parts.append(_("for %(refs)s") % {"refs": ", ".join(one.serves)})
    if one.interests:
        parts.append(_("owned %(refs)s") % {"refs": one.interests})
    return " · ".join(parts)
