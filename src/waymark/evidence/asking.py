"""Asking a member for evidence, and the answer."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.core.text import normal
from waymark.evidence.events import EvidenceEvent
from waymark.evidence.linking import link
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.request import EvidenceRequest
from waymark.evidence.refusals import UnknownRecord
from waymark.people.active import require_active
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation, next_number
from waymark.people.readers import reader_of
from waymark.records.kinds import line_for
from waymark.trail.actors import Actor
from waymark.work.notify import notify

_KIND = "evidence.evidencerequest"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestDraft:
    """What is asked for, of whom, by when; `kind` and `record_id` name the record it is about, if any."""

    what: str
    asked_of: Member
    due_on: dt.date
    details: str = ""
    kind: str = ""
    record_id: int | None = None


def ask(organisation: Organisation, draft: RequestDraft, *, by: Member | Actor) -> EvidenceRequest:
    """Ask a member for evidence. Raises UnknownRecord for a record that is not the organisation's."""
    if draft.record_id is not None and line_for(reader_of(by, organisation), draft.kind, draft.record_id) is None:
        raise UnknownRecord(
            _("There is no such record in this organisation."), way_out=_("Search for it by its number.")
        )
    with transaction.atomic():
        request = EvidenceRequest(
            organisation=organisation,
            number=next_number(organisation, "ER"),
            what=normal(draft.what),
            details=normal(draft.details),
            kind=draft.kind if draft.record_id is not None else "",
            record_id=draft.record_id,
            owner=draft.asked_of,
            asked_by=by if isinstance(by, Member) else None,
            due_on=draft.due_on,
        )
        require_active([draft.asked_of])
        request.commit(EvidenceEvent.ASKED, by=by)
        if request.asked_by_id != request.owner_id:
            sentence = _("%(name)s requests evidence from you: %(what)s") % {
                "name": by.actor.name,
                "what": request.what,
            }
            notify(request.owner, sentence, about=(_KIND, request.pk))
    return request


def answer(request: EvidenceRequest, evidence: Evidence, *, by: Member | Actor) -> None:
    """Answer a request with evidence, and link the evidence to what the request was about. Raises RequestSettled."""
    with transaction.atomic():
        request.answer(evidence, by=by)
        if request.record_id is not None:
            link(evidence, request.kind, request.record_id, by=by, why=request.what)
        asker = request.asked_by
        if asker is not None and asker.pk != request.owner_id:
            named = {"name": request.owner.name, "reference": request.reference, "evidence": evidence.reference}
            sentence = _("%(name)s answered %(reference)s with %(evidence)s.") % named
            # The evidence may be hidden from who asked; the request, which leads to it, is not.
            notify(asker, sentence, about=(_KIND, request.pk))
