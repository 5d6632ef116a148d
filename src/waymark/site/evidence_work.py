"""What evidence asks of people, as tasks know it: the two packages stand side by side and do not see each other."""

import datetime as dt
from collections.abc import Iterator
from functools import partial
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from waymark.core.clock import day_in
from waymark.evidence.forecasting import Ageing, ageing_by
from waymark.evidence.freshness import LOWERING, SOON, Check, Condition
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.request import EvidenceRequest
from waymark.evidence.models.verification import Verification
from waymark.evidence.queries import Waiting, linked_to, to_verify
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.records import lines_for
from waymark.people.rights import Can
from waymark.tasks.models.task import Task
from waymark.tasks.morning import Told, becoming_due
from waymark.tasks.noticing import tell
from waymark.tasks.owing import Consequence, Due, Owed
from waymark.tasks.proofs import Proofs
from waymark.tasks.scale import Origin, Priority
from waymark.tasks.work import Plan, make

_KIND = "evidence.evidence"
_REQUEST = "evidence.evidencerequest"
_ANSWER_WITHIN, _WEEK = dt.timedelta(days=14), dt.timedelta(days=7)


def evidence_owed(member: Member, today: dt.date) -> Iterator[Due]:
    """Yield what a member owes about evidence: answers, checks and renewals; four queries."""
    yield from _answers(member)
    yield from _checks(member)
    yield from _renewals(member, today)


def _answers(member: Member) -> Iterator[Due]:
    shown_by = partial(_answer, member.organisation.slug)
    for one in EvidenceRequest.objects.of(member.organisation).open().asked_of_member(member):
        yield Due(Consequence.MAJOR, one.due_on, one.reference, shown_by, one)


def _answer(slug: str, asked: EvidenceRequest) -> Owed:
    return Owed(
        kind=_("Evidence asked for"),
        what=asked.what,
        reference=asked.reference,
        url=reverse("evidence_request", args=[slug, asked.number]),
        record=(asked.kind, asked.record_id) if asked.record_id is not None else None,
        due_on=asked.due_on,
    )


def _checks(member: Member) -> Iterator[Due]:
    shown_by = partial(_check, member.organisation.slug)
    for one in to_verify(member):
        yield Due(Consequence.MINOR, one.entered_on + _ANSWER_WITHIN, one.reference, shown_by, one)


def _check(slug: str, waiting: Waiting) -> Owed:
    return Owed(
        kind=_("Check of evidence"),
        what=waiting.title,
        reference=waiting.reference,
        url=reverse("evidence_item", args=[slug, waiting.number]),
        due_on=waiting.entered_on + _ANSWER_WITHIN,
    )


def _renewals(member: Member, today: dt.date) -> Iterator[Due]:
    owned, shown_by = Evidence.objects.of(member.organisation).owned_by(member), partial(_renewal, member, today)
    for one in ageing_by(owned, today + dt.timedelta(days=SOON)):
        weight = Consequence.MAJOR if one.age.condition(today) in LOWERING else Consequence.MINOR
        yield Due(weight, one.good_until, one.reference, shown_by, one)


def _renewal(member: Member, today: dt.date, ageing: Ageing) -> Owed:
    return Owed(
        kind=_("Renewal of evidence"),
        what=ageing.title,
        reference=ageing.reference,
        url=reverse("evidence_item", args=[member.organisation.slug, ageing.number]),
        due_on=ageing.good_until,
        state=ageing.age.because(today) or Condition(ageing.age.condition(today)).label,
    )


def evidence_due(organisation: Organisation, today: dt.date) -> Iterator[Told]:
    """Yield what to tell members of evidence asked of them, and of what they own that turns or turned stale.

    What has been stale for longer than a week is no news, so that old evidence brought in at once floods no inbox.
    Three queries.
    """
    asked = EvidenceRequest.objects.of(organisation).open().filter(due_on__lte=today + _WEEK)
    for one in asked.select_related("asked_of"):
        yield becoming_due(one.asked_of, (_REQUEST, one.pk), one.reference, one.what, due_on=one.due_on, today=today)
    ageing = ageing_by(Evidence.objects.of(organisation), today + _WEEK)
    # Of what was rejected its owner has a task.
    known = (one for one in ageing if one.good_until is not None and one.age.check != Check.REJECTED)
    news = [one for one in known if abs(one.age.good_until - today) <= _WEEK]
    items = Evidence.objects.of(organisation).filter(number__in=[one.number for one in news]).select_related("owner")
    for item in items.order_by("number"):
        yield _ageing_told(item, today)


def _ageing_told(item: Evidence, today: dt.date) -> Told:
    good_until = item.age.good_until
    is_stale = good_until < today
    words = (
        _("%(reference)s no longer carries a claim: %(title)s")
        if is_stale
        else _("%(reference)s is good until %(day)s: %(title)s")
    )
    sentence = words % {"reference": item.reference, "day": date_format(good_until), "title": item.title}
    return (
        item.owner,
        sentence,
        (_KIND, item.pk),
        f"{'stale' if is_stale else 'ageing'}:evidence:{item.pk}:{good_until}",
    )


def proofs_of_task(task: Task, member: Member) -> Proofs:
    """Return the evidence linked to a task, and where to bring more; the page comes back to the task."""
    organisation = task.organisation
    day = day_in(organisation.time_zone)
    linked = linked_to(member, day, {("tasks.task", task.pk): task.reference})
    lines = lines_for(member, [(_KIND, row.evidence.pk) for row, _serves in linked.rows])
    here = reverse("task", args=[organisation.slug, task.number])
    bring = f"{reverse('evidence_new', args=[organisation.slug])}?{urlencode({'for': f'task:{task.pk}', 'back': here})}"
    return Proofs(tuple(lines.values()), bring if member.can(Can.COLLECT) else "")


def renew_after_rejection(verification: Verification, by: Member) -> None:
    """Make a task for the owner of evidence that was rejected, in the same transaction."""
    evidence = verification.capture.evidence
    plan = Plan(
        # Whoever sees the task may not be allowed to open the evidence: the task tells no more than its number.
        title=_("Bring new evidence for %(reference)s") % {"reference": evidence.reference},
        note="" if evidence.is_confidential else verification.statement,
        about=(_KIND, evidence.pk),
        owner=evidence.owner,
        due_on=verification.checked_on + _ANSWER_WITHIN,
        priority=Priority.HIGH,
        origin=Origin.EVIDENCE,
    )
    make(evidence.organisation, plan, by=by)


def tell_who_was_asked(request: EvidenceRequest) -> None:
    """Put a request for evidence into the inbox of the member it asks, unless they asked themselves."""
    if request.asked_by_id != request.asked_of_id:
        who = request.asked_by.name if request.asked_by else _("Console")
        sentence = _("%(name)s asks you for evidence: %(what)s") % {"name": who, "what": request.what}
        tell(request.asked_of, sentence, about=(_REQUEST, request.pk))


def tell_who_asked(request: EvidenceRequest) -> None:
    """Put the answer into the inbox of the member who asked, unless they answered themselves."""
    if request.asked_by is not None and request.evidence is not None and request.asked_by_id != request.asked_of_id:
        told = {"name": request.asked_of.name, "reference": request.reference, "evidence": request.evidence.reference}
        sentence = _("%(name)s answered %(reference)s with %(evidence)s.") % told
        tell(request.asked_by, sentence, about=(_KIND, request.evidence.pk))
