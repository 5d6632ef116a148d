"""The lines of step 2 of the path that this package knows: the AI policy, documents, those from outside, campaigns."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from waymark.documents.choices import VersionState
from waymark.documents.models.campaign import Campaign
from waymark.documents.models.document import Document
from waymark.documents.models.external_document import ExternalDocument
from waymark.people.rights import Can
from waymark.records.path_lines import PathFigure, PathLine, Stage

_POLICY: Final = "M-03"

POLICY: Final = PathLine(
    name="ai_policy",
    stage=Stage.POLICY,
    label=_("AI policy"),
    requirement="5.2",
    address="documents",
    figures=(
        PathFigure(
            rows=lambda organisation, _day: Document.objects.of(organisation).current().serving([_POLICY]),
            words=lambda n: ngettext("%(n)d document", "%(n)d documents", n) % {"n": n},
            query=f"?item={_POLICY}",
        ),
        PathFigure(
            rows=lambda organisation, _day: (
                Document.objects.of(organisation).serving([_POLICY]).with_version(VersionState.EFFECTIVE)
            ),
            query=f"?item={_POLICY}&state=effective",
            when_none=_("none is effective"),
        ),
    ),
    start_right=Can.WORK,
)
DOCUMENTS: Final = PathLine(
    name="documents",
    stage=Stage.DOCUMENTS,
    label=_("Documents"),
    requirement="7.5",
    address="documents",
    figures=(
        PathFigure(
            rows=lambda organisation, _day: Document.objects.of(organisation).current(),
            words=lambda n: ngettext("%(n)d document", "%(n)d documents", n) % {"n": n},
        ),
        PathFigure(
            rows=lambda organisation, _day: Document.objects.of(organisation).with_version(VersionState.IN_REVIEW),
            words=lambda n: ngettext("%(n)d in review", "%(n)d in review", n) % {"n": n},
            query="?state=in_review",
            is_open=True,
        ),
        PathFigure(
            rows=lambda organisation, day: Document.objects.of(organisation).review_due_by(day),
            words=lambda n: ngettext("%(n)d review due", "%(n)d reviews due", n) % {"n": n},
            query="?review_due=on",
            is_open=True,
        ),
    ),
    start_right=Can.WORK,
)
EXTERNAL: Final = PathLine(
    name="external_documents",
    stage=Stage.DOCUMENTS,
    label=_("External documents"),
    requirement="7.5",
    address="external_documents",
    figures=(
        PathFigure(
            rows=lambda organisation, _day: ExternalDocument.objects.of(organisation).active(),
            words=lambda n: ngettext("%(n)d external document", "%(n)d external documents", n) % {"n": n},
        ),
        PathFigure(
            rows=lambda organisation, day: ExternalDocument.objects.of(organisation).review_due_by(day),
            words=lambda n: ngettext("%(n)d check due", "%(n)d checks due", n) % {"n": n},
            query="?review_due=on",
            is_open=True,
        ),
    ),
)
CAMPAIGNS: Final = PathLine(
    name="campaigns",
    stage=Stage.DOCUMENTS,
    label=_("Acknowledgement campaigns"),
    requirement="7.3",
    address="campaigns",
    figures=(
        PathFigure(
            rows=lambda organisation, _day: Campaign.objects.of(organisation),
            words=lambda n: ngettext("%(n)d campaign", "%(n)d campaigns", n) % {"n": n},
        ),
        PathFigure(
            rows=lambda organisation, day: Campaign.objects.of(organisation).running().filter(due_on__lt=day),
            words=lambda n: ngettext("%(n)d overdue", "%(n)d overdue", n) % {"n": n},
            query="?overdue=on",
            is_open=True,
        ),
    ),
)
PATH_LINES: Final = (POLICY, DOCUMENTS, EXTERNAL, CAMPAIGNS)
