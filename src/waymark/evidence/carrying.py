"""Evidence and requests for it, where the records they are about live on as others."""

from collections.abc import Mapping, Sequence

from waymark.evidence.events import EvidenceEvent
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.models.request import EvidenceRequest
from waymark.people.models.organisation import Organisation
from waymark.trail.actors import Acts
from waymark.trail.door import commit_all


def carry_links(organisation: Organisation, kind: str, targets: Mapping[int, Sequence[int]], *, by: Acts) -> int:
    """Link what serves some records to those they live on as, with the same word on why; return how many links."""
    links = EvidenceLink.objects.of(organisation).live()
    wanted = {
        (link.evidence_id, target): link
        for link in links.to(kind, list(targets)).select_related("evidence").order_by("pk")
        for target in targets[link.record_id]
    }
    every = sorted({target for _evidence, target in wanted})
    there = set(links.to(kind, every).values_list("evidence_id", "record_id"))
    made = [
        EvidenceLink(organisation=organisation, evidence=link.evidence, kind=kind, record_id=target, why=link.why)
        for (evidence_id, target), link in wanted.items()
        if (evidence_id, target) not in there
    ]
    commit_all(made, EvidenceEvent.LINKED, by=by)
    return len(made)


def carry_requests(organisation: Organisation, kind: str, targets: Mapping[int, int], *, by: Acts, note: str) -> int:
    """Let open requests about some records lead to others of the same kind; return how many did."""
    requests = EvidenceRequest.objects.of(organisation).open().about_any((kind, key) for key in targets)
    asked = list(requests.order_by("number"))
    for one in asked:
        one.record_id = targets[one.record_id or 0]
    commit_all(asked, EvidenceEvent.REQUEST_CARRIED, by=by, note=note)
    return len(asked)
