"""Answering a request with something new, with a newer capture, or with evidence that is there already."""

from dataclasses import dataclass

from django.db import transaction

from waymark.evidence.asking import answer
from waymark.evidence.collecting import CaptureDraft, EvidenceDraft, add_capture, collect
from waymark.evidence.models.capture import Capture
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.request import EvidenceRequest
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answers with: new evidence (`draft` and `collected`), or `evidence` with or without a capture."""

    draft: EvidenceDraft | None = None
    collected: CaptureDraft | None = None
    evidence: Evidence | None = None


def answer_with(request: EvidenceRequest, given: Answer, *, by: Member) -> Evidence:
    """Answer a request, all of it or nothing; the same answer sent twice is one. Raises RequestSettled.

    Raises what collecting refuses, too.
    """
    if request.evidence is not None and _was_sent(request, given):
        return request.evidence
    request.require_open()
    with transaction.atomic():
        evidence = _evidence(request.organisation, given, by)
        answer(request, evidence, by=by)
    return evidence


def _was_sent(request: EvidenceRequest, given: Answer) -> bool:
    if given.collected is None:
        return request.evidence == given.evidence
    sent = Capture.objects.of(request.organisation).sent_as(given.collected.key)
    return sent.filter(evidence=request.evidence).exists()


def _evidence(organisation: Organisation, given: Answer, by: Member) -> Evidence:
    if given.evidence is None:
        if given.draft is None or given.collected is None:
            message = "an answer names new evidence with its capture, or evidence that is there"
            raise ValueError(message)
        return collect(organisation, given.draft, given.collected, by=by)[0]
    evidence = given.evidence
    evidence.organisation = organisation
    if given.collected is not None:
        add_capture(evidence, given.collected, by=by)
        evidence = Evidence.objects.of(organisation).select_related("organisation").get(pk=evidence.pk)
    return evidence
