"""Asking a member for evidence, and the answer."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from waymark.core.text import normal
from waymark.evidence.events import EvidenceEvent
from waymark.evidence.linking import link
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.request import EvidenceRequest
from waymark.evidence.refusals import UnknownRecord
from waymark.people.leaving import keep_here
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation, next_number
from waymark.people.records import line_of
from waymark.trail.actors import Actor

Heard = Callable[[EvidenceRequest], None]
# A sanctioned way to speak upward: who stands above tells people, in the same transaction.
after_asking: list[Heard] = []
after_answering: list[Heard] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked for, of whom, by when; `kind` and `record_id` name the record it is about, if any."""

    what: str
    asked_of: Member
    due_on: dt.date
    details: str = ""
    kind: str = ""
    record_id: int | None = None


def ask(organisation: Organisation, wish: Wish, *, by: Member | Actor) -> EvidenceRequest:
    """Ask a member for evidence. Raises UnknownRecord for a record that is not the organisation's."""
    if wish.record_id is not None and line_of(organisation, wish.kind, wish.record_id) is None:
        raise UnknownRecord(
            _("There is nothing like that in this organisation."), way_out=_("Search for it by its number.")
        )
    with transaction.atomic():
        request = EvidenceRequest(
            organisation=organisation,
            number=next_number(organisation, "ER"),
            what=normal(wish.what),
            details=normal(wish.details),
            kind=wish.kind if wish.record_id is not None else "",
            record_id=wish.record_id,
            asked_of=wish.asked_of,
            asked_by=by if isinstance(by, Member) else None,
            due_on=wish.due_on,
        )
        keep_here([wish.asked_of])
        request.commit(EvidenceEvent.ASKED, by=by)
        for hear in after_asking:
            hear(request)
    return request


def answer(request: EvidenceRequest, evidence: Evidence, *, by: Member | Actor) -> None:
    """Answer a request with evidence, and link the evidence to what the request was about. Raises RequestSettled."""
    with transaction.atomic():
        request.answer(evidence, by=by)
        if request.record_id is not None:
            link(evidence, request.kind, request.record_id, by=by, why=request.what)
        for hear in after_answering:
            hear(request)
