"""The acknowledgement campaigns of a demo organisation, through the verbs that people use."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from waymark.core.clock import now
from waymark.documents import campaigning
from waymark.documents.approving import found
from waymark.documents.campaign_choices import Audience
from waymark.documents.campaigning import CampaignDraft
from waymark.documents.models.campaign import Campaign
from waymark.documents.models.document import Document
from waymark.people.models.member import Member
from waymark.signing.answering import Decision, answer
from waymark.signing.meanings import Meaning, Means
from waymark.signing.models.item import Outcome
from waymark.signing.models.request import SigningRequest
from waymark.signing.presence import Presence
from waymark.site.demo.scenes import Scene, Stage, read


def campaigns(stage: Stage) -> Iterator[Scene]:
    """Yield each campaign on a document of the demo, with its signatures and its end."""
    for one in read(stage.folder / "campaigns.yaml"):
        yield from _campaign(stage, one, {})


def _campaign(stage: Stage, one: dict[str, Any], made: dict[str, Campaign]) -> Iterator[Scene]:
    owner = stage.members[one["owner"]]

    def begin() -> None:
        document = Document.objects.of(stage.organisation).get(title=one["document"])
        version = found(stage.organisation, document.effective_version.pk)
        assert version is not None  # noqa: S101 -- it is in force by a scene before
        chosen = [stage.members[key] for key in one.get("members", ())]
        draft = CampaignDraft(
            document_version=version,
            due_on=one["due"],
            audience=Audience.CHOSEN if chosen else Audience.EVERYBODY,
            chosen=chosen,
            message=one["message"],
            owner=owner,
        )
        made["it"] = campaigning.start(stage.organisation, draft, by=owner)

    yield Scene(one["day"], begin)
    for day, keys in one["signed"].items():
        for key in keys:
            yield Scene(day, partial(_sign, stage.members[key]))
    if "closed" in one:
        reason = one["closed"]["reason"]
        yield Scene(one["closed"]["day"], lambda: campaigning.close(made["it"], reason=reason, by=owner))


def _sign(member: Member) -> None:
    """Sign what a member is asked to read; the signature says that a demo signs without a person."""
    for request in (
        SigningRequest.objects.of(member.organisation).open().owned_by(member).filter(items__meaning=Meaning.READ)
    ):
        request.organisation, request.owner = member.organisation, member
        decisions = {one.pk: Decision(Outcome.SIGNED, one.sha256) for one in request.items.all()}
        answer(request, decisions, by=member, presence=Presence(Means.DEMO, now()))
