"""The life cycle of a version: drafted, reviewed, approved, in force, superseded, kept, disposed of (path.md section 7)."""

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.core.clock import day_in
from waymark.core.dates import day_in_words
from waymark.core.errors import RuleBroken
from waymark.documents.choices import Content, DocumentKind, VersionState
from waymark.documents.refusals import (
    NotDueYet,
    ReviewDateMissing,
    StillKept,
    VersionEmpty,
    VersionFixed,
    VersionStepWrong,
)
from waymark.people.rights import Can
from waymark.records.lifecycle import BEGINNING, STAYS, Lifecycle, Transition


def has_content(version: Any) -> RuleBroken | None:
    """Refuse a version in which there is nothing to review."""
    is_there = {
        Content.TEXT: bool(version.text.strip()),
        Content.FILE: version.file_id is not None,
        Content.PLACE: bool(version.place),
    }
    if is_there[version.content]:
        return None
    return VersionEmpty(
        _("%(version)s has neither a text nor a file, nor a place where it is kept.") % {"version": version.called},
        way_out=_("Write its text, upload its file, or say where it is kept."),
    )


def can_be_approved(version: Any) -> RuleBroken | None:
    """Refuse an empty version, and a document of which nobody knows when it is reviewed next."""
    document = version.document
    is_missing = document.next_review_on is None and document.review_months is None
    if document.kind == DocumentKind.DOCUMENT and is_missing:
        return ReviewDateMissing(
            _("%(reference)s has no review interval and no date of its next review.")
            % {"reference": document.reference},
            way_out=_("Edit the document and set one of them; only records are not reviewed."),
        )
    return has_content(version)


def is_due(version: Any) -> RuleBroken | None:
    """Refuse to take effect before the day."""
    if version.effective_from <= day_in(version.organisation.time_zone):
        return None
    return NotDueYet(
        _("%(version)s takes effect on %(day)s, by itself.")
        % {"version": version.called, "day": day_in_words(version.effective_from)}
    )


def may_be_disposed_of(version: Any) -> RuleBroken | None:
    """Refuse to dispose of what has to be kept."""
    day = version.dispose_on
    if day is not None and day <= day_in(version.organisation.time_zone):
        return None
    return StillKept(
        _("%(version)s is kept until %(day)s.")
        % {"version": version.called, "day": day_in_words(day) if day is not None else _("a day that is not set")},
        way_out=_("Wait, or change the retention of the document."),
    )


def _step(  # noqa: PLR0913 -- one argument for each thing that differs
    act: str,
    sources: tuple[str, ...],
    to: str,
    label: Any,
    sentence: Any,
    *,
    right: Can = Can.WORK,
    guard: Any = None,
    refused: type[RuleBroken] = VersionStepWrong,
) -> Transition:
    fixed = refused is VersionFixed
    return Transition(
        act=act,
        sources=sources,
        to=to,
        right=right,
        label=label,
        sentence=sentence,
        refused=refused,
        because=gettext_lazy("%(reference)s was approved or withdrawn, and never changes.")
        if fixed
        else gettext_lazy("%(reference)s is at another step."),
        way_out=gettext_lazy("Draft a new version of the document.")
        if fixed
        else gettext_lazy("Reload the page: it offers the next step."),
        guard=guard,
    )


_DRAFT, _REVIEW, _APPROVED = VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.APPROVED
_EFFECTIVE, _SUPERSEDED, _WITHDRAWN = VersionState.EFFECTIVE, VersionState.SUPERSEDED, VersionState.WITHDRAWN
_ = _  # noqa: PLW0127
