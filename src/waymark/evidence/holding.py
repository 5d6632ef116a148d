"""The evidence a member owns and the requests they have not answered, for whoever takes over when they leave."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.evidence.events import EvidenceEvent
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.request import EvidenceRequest
from waymark.people.leaving import Holding
from waymark.people.models.member import Member
from waymark.people.records import RecordLine
from waymark.trail.actors import Acts
from waymark.trail.door import commit_all

_LEAVES = _("%(name)s leaves")


def _items(member: Member) -> Sequence[RecordLine]:
    slug = member.organisation.slug
    owned = Evidence.objects.of(member.organisation).in_use().owned_by(member).in_order("newest")
    return [
        RecordLine("evidence.evidence", pk, f"EV-{number}", title, reverse("evidence_item", args=[slug, number]))
        for pk, number, title in owned.values_list("pk", "number", "title")
    ]


def _give_items(member: Member, owners: Mapping[int, Member], by: Acts) -> None:
    items = list(Evidence.objects.of(member.organisation).filter(pk__in=owners).order_by("number"))
    for item in items:
        item.owner = owners[item.pk]
    commit_all(items, EvidenceEvent.HANDED_OVER, by=by, note=str(_LEAVES) % {"name": member.name})


def _requests(member: Member) -> Sequence[RecordLine]:
    slug, kind = member.organisation.slug, "evidence.evidencerequest"
    asked = EvidenceRequest.objects.of(member.organisation).open().asked_of_member(member).soonest_first()
    return [
        RecordLine(kind, pk, f"ER-{number}", what, reverse("evidence_request", args=[slug, number]))
        for pk, number, what in asked.values_list("pk", "number", "what")
    ]


def _give_requests(member: Member, owners: Mapping[int, Member], by: Acts) -> None:
    asked = list(EvidenceRequest.objects.of(member.organisation).filter(pk__in=owners).order_by("number"))
    for one in asked:
        one.asked_of = owners[one.pk]
    commit_all(asked, EvidenceEvent.REASSIGNED, by=by, note=str(_LEAVES) % {"name": member.name})


ITEMS = Holding("evidence", _("Evidence"), _items, _give_items)
REQUESTS = Holding("evidence-requests", _("Requests for evidence"), _requests, _give_requests)
