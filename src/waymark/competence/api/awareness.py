"""Awareness by topic for programs: who was made aware of what when, by when again, and the months of a topic."""

from typing import Any, Final

from django.http import Http404
from ninja import Router, Schema, Status

from waymark.competence.forms.awareness import IntervalForm
from waymark.competence.models.awareness import TopicInterval
from waymark.competence.registers.awareness import AWARENESS
from waymark.competence.starter import starter
from waymark.core.wire.described import WRITES, request_body, responses
from waymark.people.policy import OrganisationRequest
from waymark.people.rights import Can
from waymark.people.token_auth import api_needs
from waymark.records.api import add_list, perform

router: Final = Router(tags=["Awareness"])
add_list(router, AWARENESS)


class IntervalOut(Schema):
    """After how many months a topic comes again; null for once only."""

    topic: str
    months: int | None


@router.post(
    "/awareness/topics/{str:topic}/interval",
    response=responses(*WRITES, made=IntervalOut),
    openapi_extra=request_body(IntervalForm),
    url_name="awareness_interval",
)
@api_needs(Can.MANAGE_AIMS)
def set_awareness_interval(request: OrganisationRequest, topic: str) -> Status[Any]:
    """Set after how many months a topic comes again; without months once only."""
    if starter().topic(topic) is None:
        raise Http404
    kept = TopicInterval.objects.in_force(request.organisation, topic)
    perform(request, IntervalForm(), lambda typed: kept.set_months(by=request.member, **typed))
    return Status(201, {"topic": topic, "months": kept.months})
