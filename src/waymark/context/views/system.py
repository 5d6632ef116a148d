"""The page of one AI system, on which everything tied to it hangs."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.http import HttpResponseBase

from waymark.context.acts.system import ACTS, answers_of
from waymark.context.inventory.reading import inventory
from waymark.context.legal_view import legal_view
from waymark.context.models.system import AISystem
from waymark.context.models.system_metric import SystemMetric
from waymark.context.models.trigger import SystemTrigger
from waymark.context.queries import sections_of
from waymark.context.record_kinds import SYSTEM
from waymark.core.respond import respond
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.queries import linked_to
from waymark.people.models.member import Member
from waymark.people.policy import OrganisationRequest
from waymark.people.rights import Can
from waymark.records.kinds import table_of
from waymark.records.listing import reading_of
from waymark.records.pages import RecordPage, shown_acts
from waymark.records.registers import Reading
from waymark.tasks.queries import tasks_about
from waymark.trail.door import Recorded
from waymark.trail.history import history_of


def _show(request: OrganisationRequest, one: AISystem, refused: Mapping[str, forms.Form]) -> HttpResponseBase:
    reading = reading_of(request.member)
    answers = answers_of(one, reading)
    # The form of a section stands on the page only while somebody edits it: all of them together would be a long page.
    editing = next((name.removeprefix("describe_") for name in refused), request.GET.get("edit", ""))
    legal = legal_view(one, request.member, editing=request.POST.get("duty", editing))
    metrics = list(SystemMetric.objects.about(one))
    parts: list[Recorded] = [
        *sorted(answers.values(), key=lambda answer: answer.pk),
        *legal.classifications,
        *metrics,
    ]
    context = {
        "system": one,
        "acts": shown_acts(ACTS, one, reading, refused),
        "sections": sections_of(answers, editing=editing),
        "legal": legal,
        "registers": inventory().registers,
        "metrics": metrics,
        "is_measuring": editing in {"metrics", "set_metric"},
        "is_editing": editing in {"edit", "facts"},
        "is_classifying": editing in {"classification", "classify"},
        "history": history_of(one, *parts, *(line.kept for line in legal.duties if line.kept.version > 1)),
        **_tied(one, request.member, reading),
    }
    return respond(request, page="context/system.html", context=context, status=422 if refused else 200)


def _tied(one: AISystem, member: Member, reading: Reading) -> dict[str, Any]:
    organisation = member.organisation
    line = table_of(SYSTEM).line(organisation, one.pk, one.number, one.name)
    subject = (line.kind, line.pk)
    pieces = EvidenceLink.objects.of(organisation).live().to_any([subject]).count()
    return {
        "triggers": SystemTrigger.objects.about(one).select_related("covered_by").newest_first()[:20],
        "tasks": tasks_about(organisation, [line], reading.today, most=20),
        "linked": linked_to(member, reading.today, {subject: line.reference}, pieces=pieces),
        "linked_for": f"{SYSTEM.word}:{one.pk}",
        "offers": (),
        "may_collect": member.can(Can.COLLECT) and not one.is_retired,
        "may_work": member.can(Can.WORK),
    }


PAGE: Final[RecordPage[AISystem]] = RecordPage(acts=ACTS, template="context/system.html", show=_show)
