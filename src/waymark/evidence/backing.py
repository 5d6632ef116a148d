"""Announces to what lies above that other evidence stands behind some records now."""

from collections import defaultdict
from collections.abc import Sequence

from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.link import EvidenceLink
from waymark.records.backing import Subject, changed


def note_links(links: Sequence[EvidenceLink]) -> None:
    """Announce records that evidence was linked to, or is linked to no longer."""
    subjects: dict[int, set[Subject]] = defaultdict(set)
    for one in links:
        subjects[one.organisation_id].add((one.kind, one.record_id))
    for organisation, given in subjects.items():
        changed(organisation, given)


def note_evidence(items: Sequence[Evidence]) -> None:
    """Announce the records behind which some evidence stands that is as it was no longer; one query."""
    links = EvidenceLink.objects.filter(evidence__in=[one.pk for one in items], ended_at=None)
    subjects: dict[int, set[Subject]] = defaultdict(set)
    for organisation, kind, record_id in links.values_list("organisation_id", "kind", "record_id"):
        subjects[organisation].add((kind, record_id))
    for organisation, given in subjects.items():
        changed(organisation, given)
