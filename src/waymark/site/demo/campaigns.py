"""The acknowledgement campaigns of a demo organisation, through the verbs that people use."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from waymark.core.clock import now
from waymark.documents import campaigning, changing
from waymark.documents.approving import found
from waymark.documents.campaign_choices import Audience
from waymark.documents.campaigning import CampaignDraft
from waymark.documents.models.campaign import Campaign
from waymark.documents.models.document import Document
from waymark.people.models.member import Member
from waymark.signing.answering import Decision, answer
from waymark.signing.meanings import Means
from waymark.signing.models.item import Outcome
from waymark.signing.models.request import SigningRequest
from waymark.signing.presence import Presence
from waymark.site.demo.scenes import Scene, Stage, read


def campaigns(stage: Stage) -> Iterator[Scene]:
    """Yield the approval of the document that is to be read, and each campaign with its signatures and its end."""
    given = read(stage.folder / "campaigns.yaml")
    if given:
        yield Scene(given["document"]["day"], partial(_approve, stage, given["document"]))
        for one in given["campaigns"]:
            yield from _campaign(stage, given["document"]["title"], one, {})


def _approve(stage: Stage, given: dict[str, Any]) -> None:
    author, approver = stage.members[given["owner"]], stage.members[given["approver"]]
    document = changing.add_document(
        stage.organisation,
        owner=author,
        by=author,
        title=given["title"],
        items=given["items"],
        review_months=given["review_months"],
        text=given["text"],
    )
    version = found(stage.organisation, document.open_version.pk)
    assert version is not None  # noqa: S101 -- it was just made
    changing.submit(version, approver=approver, due_on=given["day"], by=author)
    _sign(approver)


def _campaign(stage: Stage, title: str, one: dict[str, Any], made: dict[str, Campaign]) -> Iterator[Scene]:
    owner = stage.members[one["owner"]]

    def begin() -> None:
        document = Document.objects.of(stage.organisation).get(title=title)
        version = found(stage.organisation, document.effective_version.pk)
        assert version is not None  # noqa: S101 -- it was approved in a scene before
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
    """Sign everything that is asked of a member; the signature says that a demo signs without a person."""
    for request in SigningRequest.objects.of(member.organisation).open().owned_by(member).order_by("number"):
        request.organisation, request.owner = member.organisation, member
        decisions = {one.pk: Decision(Outcome.SIGNED, one.sha256) for one in request.items.all()}
        answer(request, decisions, by=member, presence=Presence(Means.DEMO, now()))
