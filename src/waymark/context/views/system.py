"""The page of one AI system, on which everything tied to it hangs."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.http import HttpResponseBase

from waymark.context.acts.system import ACTS, answers_of
from waymark.context.models.system import AISystem
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
from waymark.trail.history import history_of


def _show(request: OrganisationRequest, one: AISystem, refused: Mapping[str, forms.Form]) -> HttpResponseBase:
    reading = reading_of(request.member)
    answers = answers_of(one, reading)
    # The form of a section stands on the page only while somebody edits it: all of them together would be a long page.
    editing = next((name.removeprefix("describe_") for name in refused), request.GET.get("edit", ""))
    context = {
        "system": one,
        "acts": shown_acts(ACTS, one, reading, refused),
        "sections": sections_of(answers, editing=editing),
        "history": history_of(one, *sorted(answers.values(), key=lambda answer: answer.pk)),
        **_tied(one, request.member, reading),
    }
    return respond(request, page="context/system.html", context=context, status=422 if refused else 200)


def _tied(one: AISystem, member: Member, reading: Reading) -> dict[str, Any]:
    organisation = member.organisation
    line = table_of(SYSTEM).line(organisation, one.pk, one.number, one.name)
    subject = (line.kind, line.pk)
    pieces = EvidenceLink.objects.of(organisation).live().to_any([subject]).count()
    return {
        "tasks": tasks_about(organisation, [line], reading.today, most=20),
        "linked": linked_to(member, reading.today, {subject: line.reference}, pieces=pieces),
        "linked_for": f"{SYSTEM.word}:{one.pk}",
        "offers": (),
        "may_collect": member.can(Can.COLLECT) and not one.is_retired,
        "may_work": member.can(Can.WORK),
    }


PAGE: Final[RecordPage[AISystem]] = RecordPage(acts=ACTS, template="context/system.html", show=_show)
