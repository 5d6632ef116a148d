"""Examples of external documents and of acknowledgement campaigns; `tests.examples` collects them."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from waymark.core.clock import day_in
from waymark.documents import campaigning, changing
from waymark.documents.approving import found
from waymark.documents.campaign_choices import Audience
from waymark.documents.campaigning import CampaignDraft
from waymark.documents.external_choices import CheckResult, ExternalKind
from waymark.documents.models.campaign import Campaign
from waymark.documents.models.campaign_reader import CampaignReader
from waymark.documents.models.document import Document
from waymark.documents.models.external_document import Check, ExternalDocument
from waymark.documents.models.version import DocumentVersion
from waymark.people.models.member import Member
from waymark.work.owners import give

Act = Callable[[Any, Member, Member], object]
Kind = tuple[type[Any], str, Callable[[Member, int], Any], Mapping[str, Act]]
_REASON = "There is a reason for it."


def external(by: Member, number: int) -> ExternalDocument:
    """Return a new external document; kinds and watchers differ by number."""
    return ExternalDocument.add(
        by.organisation,
        owner=by if number % 3 else None,
        by=by,
        title=f"Manual {number}",
        kind=ExternalKind.values[number % len(ExternalKind.values)],
        issuer="Hersteller" if number % 2 else "Maker",
        edition=f"Edition {number}",
        edition_on=dt.date(2024, 1, 1 + number % 28),
        kept_at="Shelf 4",
        needed_for="A.10.3" if number % 2 else "",
        next_review_on=day_in(by.organisation.time_zone) + dt.timedelta(days=number - 2),
    )


def _check(one: ExternalDocument, by: Member, _other: Member) -> None:
    last = day_in(one.organisation.time_zone) - dt.timedelta(days=400)
    found = {"result": CheckResult.NEW_EDITION, "edition": f"{one.edition}!", "note": "Other limits"}
    one.review(Check(on=last, next_on=last + dt.timedelta(days=180), **found), by=by)  # type: ignore[arg-type]  # texts


def _edit(one: ExternalDocument, by: Member, _other: Member) -> None:
    one.edit(title=f"{one.title}!", kind=one.kind, issuer=one.issuer, edition=one.edition, by=by)


EXTERNAL: Kind = (
    ExternalDocument,
    "external_document",
    external,
    {
        "edit": _edit,
        "give": lambda one, by, other: give(one, by if one.owner_id == other.pk else other, by=by),
        "review": _check,
        "retire": lambda one, by, _other: one.retire(reason=_REASON, by=by),
        "reinstate": lambda one, by, _other: one.reinstate(reason=_REASON, by=by),
    },
)


def effective(by: Member, number: int, items: tuple[str, ...] = ("M-03",)) -> DocumentVersion:
    """Return a version in force, approved outside."""
    document = changing.add_document(
        by.organisation,
        owner=by,
        by=by,
        text=f"# Purpose\n\nWe use AI, {number}.",
        title=f"AI policy {number}",
        items=list(items),
        review_months=12,
    )
    return take_effect(document, by)


def take_effect(document: Document, by: Member) -> DocumentVersion:
    """Return the open version of a document, approved outside and in force from today."""
    one = found(by.organisation, document.open_version.pk)
    assert one is not None
    today = day_in(by.organisation.time_zone)
    changing.approve_outside(one, outside_by="The board", on=today, effective_from=today, by=by)
    return one


def campaign(by: Member, number: int) -> Campaign:
    """Return a campaign that asks who makes it; audiences differ by number."""
    draft = CampaignDraft(
        document_version=effective(by, number),
        due_on=day_in(by.organisation.time_zone) + dt.timedelta(days=number),
        audience=Audience.CHOSEN if number % 2 else Audience.EVERYBODY,
        chosen=[by],
        message="Bitte lesen." if number % 2 else "",
        owner=by if number % 3 else None,
    )
    return campaigning.start(by.organisation, draft, by=by)


def _extend(one: Campaign, by: Member, _other: Member) -> None:
    campaigning.extend(one, one.due_on + dt.timedelta(days=7), by=by)


def _widen(one: Campaign, by: Member, _other: Member) -> None:
    if one.is_running:
        # Somebody withdrew a request, so that there is somebody to ask.
        request = CampaignReader.objects.of(one.organisation).of_campaign(one).by_name()[0].item.request
        if request.is_open:
            request.withdraw(reason=_REASON, by=by)
    campaigning.widen(one, by=by)


def _carry_on(one: Campaign, by: Member, _other: Member) -> None:
    if one.is_running:
        document = one.document_version.document
        changing.draft_version(document, reason=_REASON, by=by)
        take_effect(document, by)
    campaigning.carry_on(one, one.due_on, by=by)


CAMPAIGN: Kind = (
    Campaign,
    "campaign",
    campaign,
    {
        "extend": _extend,
        "widen": _widen,
        "carry_on": _carry_on,
        "give": lambda one, by, other: give(one, by if one.owner_id == other.pk else other, by=by),
        "close": lambda one, by, _other: campaigning.close(one, reason=_REASON, by=by),
    },
)
EXTERNALS = (EXTERNAL, CAMPAIGN)
