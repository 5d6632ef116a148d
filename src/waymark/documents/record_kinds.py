"""The kinds of this package as others name them, as members own them, and what of it members owe."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from waymark.documents.campaign_kinds import CAMPAIGN, CAMPAIGNS_OWED, CAMPAIGNS_OWNED, CAMPAIGNS_REMINDED, READER
from waymark.documents.campaign_shown import CAMPAIGNS_SHOWN
from waymark.documents.external_choices import CheckResult
from waymark.documents.models.document import Document
from waymark.documents.models.external_document import ExternalDocument
from waymark.documents.models.version import DocumentVersion
from waymark.evidence.from_records import reviewed
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.records.describing import kind_of, part_of
from waymark.work.daily import becoming_due
from waymark.work.notify import NoticeDraft
from waymark.work.owed import WEEK, Consequence, OwedSource, owed_rows, shown_as
from waymark.work.owned import owned_kind
from waymark.work.reviews import reviews_of

DOCUMENT: Final = kind_of(
    Document,
    word="document",
    address="document",
    offers=lambda rows: rows.current(),  # type: ignore[attr-defined]
    parts=(part_of("documents.documentversion", _("Versions"), DocumentVersion.objects, "document"),),
)
VERSION: Final = kind_of(
    DocumentVersion,
    word="document-version",
    address="document_version",
    offers=lambda rows: rows.effective(),  # type: ignore[attr-defined]
)
EXTERNAL: Final = kind_of(
    ExternalDocument,
    word="external-document",
    address="external_document",
    offers=lambda rows: rows.active(),  # type: ignore[attr-defined]
)
KINDS: Final = (DOCUMENT, VERSION, EXTERNAL, CAMPAIGN, READER)
OWNED: Final = (
    owned_kind(
        Document,
        DOCUMENT,
        need=_("Review it on its review date: does the version in force still fit what is done?"),
        due_on="next_review_on",
    ),
    owned_kind(
        ExternalDocument,
        EXTERNAL,
        need=_("Check on its day whether there is a newer edition, and what changes by it."),
        due_on="next_review_on",
    ),
    CAMPAIGNS_OWNED,
)
REVIEWS: Final = (
    reviews_of(Document, DOCUMENT, label=_("Review of document"), many=_("Reviews of documents")),
    reviews_of(
        ExternalDocument, EXTERNAL, label=_("Check of external document"), many=_("Checks of external documents")
    ),
)
SHOWN: Final = (
    CAMPAIGNS_SHOWN,
    reviewed(ExternalDocument, points=("7.5.3-6",), months=6, among=~Q(review_result=CheckResult.SUPERSEDED)),
)
"""What stands behind requirements by itself: campaigns, and each external document that holds, until its next check."""


def _disposals(member: Member, today: dt.date) -> Any:
    rows = DocumentVersion.objects.of(member.organisation).to_dispose_of(today).filter(document__owner=member)
    return owed_rows(rows, consequence=Consequence.MINOR, what="title", due_on="dispose_on")


def _reminding(organisation: Organisation, today: dt.date) -> Iterator[NoticeDraft]:
    rows = DocumentVersion.objects.of(organisation).to_dispose_of(today + WEEK).filter(document__owner__isnull=False)
    for one in rows.select_related("document__owner").defer("text"):
        owner, day, about = one.document.owner, one.dispose_on, (VERSION.kind, one.pk)
        if owner is None or day is None:
            continue
        yield becoming_due(owner, about, one.reference, one.title, due_on=day, today=today)


OWED: Final = (
    OwedSource(
        name="document-disposals",
        label=_("Disposals of documents"),
        rows=_disposals,
        show=shown_as(_("Disposal of version"), VERSION),
    ),
    CAMPAIGNS_OWED,
)
REMINDING: Final = (_reminding, CAMPAIGNS_REMINDED)
