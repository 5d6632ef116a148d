"""Verifying and rejecting the newest capture: the act of a named member other than the collector."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.core.clock import day_in
from waymark.core.text import normal
from waymark.evidence.events import EvidenceEvent
from waymark.evidence.freshness import Check
from waymark.evidence.independence import as_text, interests_of
from waymark.evidence.models.capture import Capture, Form
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.models.verification import Outcome, Verification
from waymark.evidence.refusals import DescribedOnly, NotTheNewest, OwnCapture, ReasonMissing
from waymark.people.models.member import Member
from waymark.records.kinds import any_asks_for_documents
from waymark.tasks.choices import Origin, Priority
from waymark.tasks.work import TaskDraft, create
from waymark.trail.chain import lock_chain
from waymark.trail.door import AlreadyThere, StaleRecord

_RENEW_WITHIN = dt.timedelta(days=14)


def verify(capture: Capture, *, by: Member, statement: str) -> Verification:
    """State what was checked on the newest capture. Raises OwnCapture, ReasonMissing, NotTheNewest, EvidenceRetired.

    Also DescribedOnly for a note where documented information is asked for.
    """
    return _check(capture, Outcome.VERIFIED, by=by, statement=statement)


def reject(capture: Capture, *, by: Member, reason: str) -> Verification:
    """Reject the newest capture with a reason; its owner gets a task. Raises what `verify` raises."""
    with transaction.atomic():
        verification = _check(capture, Outcome.REJECTED, by=by, statement=reason)
        _ask_for_newer(verification, by)
    return verification


def check_as(capture: Capture, *, by: Member, outcome: str, statement: str) -> Verification:
    """Verify or reject the newest capture, as the outcome says; pages and programs call this."""
    if outcome == Outcome.REJECTED:
        return reject(capture, by=by, reason=statement)
    return verify(capture, by=by, statement=statement)


def _ask_for_newer(verification: Verification, by: Member) -> None:
    """Make a task for the owner of evidence that was rejected, in the same transaction."""
    evidence = verification.capture.evidence
    draft = TaskDraft(
        # Whoever sees the task may not be allowed to open the evidence, today or once it was made confidential: the
        # task tells no more than its number. The reason stands where the evidence does.
        title=_("Renew the evidence %(reference)s") % {"reference": evidence.reference},
        about=("evidence.evidence", evidence.pk),
        owner=evidence.owner,
        due_on=verification.checked_on + _RENEW_WITHIN,
        priority=Priority.HIGH,
        origin=Origin.EVIDENCE,
    )
    create(evidence.organisation, draft, by=by)


def _check(capture: Capture, outcome: Outcome, *, by: Member, statement: str) -> Verification:
    if not normal(statement):
        raise ReasonMissing(
            _("Enter what you checked.")
            if outcome == Outcome.VERIFIED
            else _("Give the reason for rejecting this version.")
        )
    if capture.collected_by_id == by.pk:
        raise OwnCapture(
            _("You collected this version, so someone else has to check it."),
            way_out=_("Ask a colleague; the version stays unverified until then."),
        )
    with transaction.atomic():
        evidence = _evidence_of(capture)
        evidence.require_used()
        if outcome == Outcome.VERIFIED:
            _require_held(evidence, capture)
        if evidence.newest_number != capture.number:
            raise NotTheNewest(
                _("There is a newer version, so %(reference)s no longer needs a check.")
                % {"reference": capture.reference},
                way_out=_("Check the newest version instead."),
            )
        verification = Verification(  # type: ignore[misc]  # interests may be NULL, as on earlier checks
            organisation=capture.organisation,
            capture=capture,
            revision=capture.verifications.count() + 1,
            outcome=outcome,
            statement=normal(statement),
            checked_by=by,
            checked_on=day_in(capture.organisation.time_zone),
            interests=as_text(interests_of(evidence, by)) or None,
        )
        event = EvidenceEvent.VERIFIED if outcome == Outcome.VERIFIED else EvidenceEvent.REJECTED
        try:
            verification.commit(event, by=by, note=verification.statement)
        except AlreadyThere as race:
            raise StaleRecord(capture.verifications.order_by("-revision").first()) from race
        evidence.note_check(Check(outcome.value), by=by)
    return verification


def _require_held(evidence: Evidence, capture: Capture) -> None:
    """Refuse to verify a mere description where documented information is asked for (path.md section 2)."""
    if capture.is_held or capture.form != Form.NOTE:
        return
    links = EvidenceLink.objects.of(evidence.organisation).unended().filter(evidence=evidence)
    if any_asks_for_documents(evidence.organisation, links.values_list("kind", "record_id")):
        raise DescribedOnly(
            _("This note describes documented information but does not hold it, so it cannot be verified as such."),
            way_out=_("Upload the document as a new version, or record an interview with the role of the person."),
        )


def _evidence_of(capture: Capture) -> Evidence:
    """Return the evidence as it is now; those who check or capture at once take turns."""
    lock_chain(capture.organisation_id)
    evidence = Evidence.objects.of(capture.organisation).get(pk=capture.evidence_id)
    evidence.organisation = capture.organisation
    return evidence
