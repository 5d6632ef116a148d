"""Saying what evidence is used for, and what for no longer."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from waymark.core.clock import now
from waymark.core.text import normal
from waymark.evidence.events import EvidenceEvent
from waymark.evidence.models.evidence import LIFECYCLE, Evidence
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.refusals import ReasonMissing, UnknownRecord
from waymark.people.readers import reader_of
from waymark.records.kinds import line_for
from waymark.trail.actors import Acts
from waymark.trail.door import AlreadyThere


def link(evidence: Evidence, kind: str, record_id: int, *, by: Acts, why: str = "") -> EvidenceLink:
    """Use evidence for a record; a link that is there already stays, with the new word on why if one is given.

    Raises UnknownRecord for a record that is not the organisation's, or not to be read by who links; EvidenceRetired;
    and StaleRecord where somebody else gave another word at the same moment.
    """
    LIFECYCLE.require(evidence, "link")
    organisation = evidence.organisation
    if line_for(reader_of(by, organisation), kind, record_id) is None:
        raise UnknownRecord(
            _("There is no such record in this organisation."), way_out=_("Search for it by its number.")
        )
    there = _live(evidence, kind, record_id)
    if there is None:
        made = EvidenceLink(
            organisation=organisation, evidence=evidence, kind=kind, record_id=record_id, why=normal(why)
        )
        try:
            with transaction.atomic():
                # Which record it is says the pointer alone: its title may be hidden from who reads this history.
                made.commit(EvidenceEvent.LINKED, by=by)
        except AlreadyThere:
            # Somebody made the same link a moment ago: what is wanted is there, but for the word on why.
            there = _live(evidence, kind, record_id)
            if there is None:
                raise
        else:
            return made
    if normal(why) and normal(why) != there.why:
        there.explain(why, by=by)
    return there


def end_link(made: EvidenceLink, *, by: Acts, reason: str) -> None:
    """End a link; it stays to be read. Raises ReasonMissing."""
    if not normal(reason):
        raise ReasonMissing(_("Give the reason for ending this link."))
    made.ended_at, made.ended_reason = now(), normal(reason)
    made.commit(EvidenceEvent.UNLINKED, by=by, note=made.ended_reason)


def _live(evidence: Evidence, kind: str, record_id: int) -> EvidenceLink | None:
    links = EvidenceLink.objects.of(evidence.organisation).unended().to(kind, record_id)
    return links.filter(evidence=evidence).select_related("evidence").first()
