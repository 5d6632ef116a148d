"""The life cycle of a version: drafted, approved, in force, superseded, kept, disposed of (path.md section 7)."""

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.core.clock import day_in
from waymark.core.dates import day as day_in_words
from waymark.core.errors import RuleBroken
from waymark.documents.choices import Content, DocumentKind, VersionState
from waymark.documents.refusals import (
    NotAWordFile,
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
        Content.PLACE: bool(version.kept_at),
    }
    if is_there[version.content]:
        return None
    return VersionEmpty(
        _("%(version)s has neither a text nor a file, nor a place where it is kept.") % {"version": version.called},
        way_out=_("Write its text, upload its file, or say where it is kept."),
    )


def is_file(version: Any) -> RuleBroken | None:
    """Refuse a version whose content is no file."""
    if version.is_file:
        return None
    return VersionStepWrong(
        _("The content of %(version)s is not a file.") % {"version": version.called},
        way_out=_("Reload the page: it offers the next step."),
    )


def is_word_file(version: Any) -> RuleBroken | None:
    """Refuse a version whose content is no Word document."""
    if version.is_word:
        return None
    return NotAWordFile(
        _("The content of %(version)s is not a Word document (.docx).") % {"version": version.called},
        way_out=_("Upload a Word document first."),
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


def lacks_approval_file(version: Any) -> RuleBroken | None:
    """Refuse a file of an approval that was signed here, or whose file is there already."""
    if not version.approved_outside:
        return VersionStepWrong(
            _("%(version)s was not approved outside Waymark.") % {"version": version.called},
            way_out=_("Record the approval first."),
        )
    if version.outside_file_id is not None:
        return VersionStepWrong(
            _("The file of this approval is there already, and is never replaced."),
            way_out=_("Name what else shows the approval in a comment."),
        )
    return None


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

LIFECYCLE: Final = Lifecycle(
    name="document-version",
    label=gettext_lazy("Version of a document"),
    states=VersionState,
    transitions=(
        _step("draft", (BEGINNING,), _DRAFT, gettext_lazy("New version"), gettext_lazy("A version is drafted.")),
        _step(
            "edit",
            (_DRAFT,),
            STAYS,
            gettext_lazy("Edit"),
            gettext_lazy("Text, reason or summary of the draft are changed."),
            refused=VersionFixed,
        ),
        _step(
            "edit",
            (_REVIEW,),
            _DRAFT,
            gettext_lazy("Edit"),
            gettext_lazy("A version in review is changed: it is a draft again, and requested signatures are void."),
            refused=VersionFixed,
        ),
        _step(
            "import_text",
            (_DRAFT,),
            STAYS,
            gettext_lazy("Import as text"),
            gettext_lazy("The text of the uploaded Word document becomes the text of the draft; the file is kept."),
            refused=VersionFixed,
            guard=is_word_file,
        ),
        _step(
            "import_text",
            (_REVIEW,),
            _DRAFT,
            gettext_lazy("Import as text"),
            gettext_lazy("As in a draft; the version is a draft again, and requested signatures are void."),
            refused=VersionFixed,
            guard=is_word_file,
        ),
        _step(
            "use_text",
            (_DRAFT,),
            STAYS,
            gettext_lazy("Use the text instead of the file"),
            gettext_lazy("The text of the draft from before the upload is its content again; the file is dropped."),
            refused=VersionFixed,
            guard=is_file,
        ),
        _step(
            "use_text",
            (_REVIEW,),
            _DRAFT,
            gettext_lazy("Use the text instead of the file"),
            gettext_lazy("As in a draft; the version is a draft again, and requested signatures are void."),
            refused=VersionFixed,
            guard=is_file,
        ),
        _step(
            "submit",
            (_DRAFT,),
            _REVIEW,
            gettext_lazy("Submit for approval"),
            gettext_lazy("Exactly this version is put before a reviewer and an approver, who sign it."),
            guard=has_content,
        ),
        _step(
            "return",
            (_REVIEW,),
            _DRAFT,
            gettext_lazy("Request changes"),
            gettext_lazy("A signer has requested changes: the version is a draft again."),
        ),
        _step(
            "approve",
            (_REVIEW,),
            _APPROVED,
            gettext_lazy("Approve"),
            gettext_lazy("Who may approve the document signs exactly this version; from then on it never changes."),
            guard=can_be_approved,
        ),
        _step(
            "approve_outside",
            (_DRAFT,),
            _APPROVED,
            gettext_lazy("Record approval outside Waymark"),
            gettext_lazy("A version was approved before Waymark, or elsewhere: by whom, and on which day."),
            right=Can.MANAGE_AIMS,
            guard=can_be_approved,
        ),
        _step(
            "add_approval_file",
            (_APPROVED, _EFFECTIVE, _SUPERSEDED, _WITHDRAWN),
            STAYS,
            gettext_lazy("Add file of approval"),
            gettext_lazy("The file that shows an approval outside Waymark is kept with it, once."),
            right=Can.MANAGE_AIMS,
            guard=lacks_approval_file,
        ),
        _step(
            "take_effect",
            (_APPROVED,),
            _EFFECTIVE,
            gettext_lazy("Take effect"),
            gettext_lazy("The version is in force from its day on, by itself; the one before is superseded."),
            guard=is_due,
        ),
        _step(
            "supersede",
            (_EFFECTIVE,),
            _SUPERSEDED,
            gettext_lazy("Supersede"),
            gettext_lazy("The next version took effect, or another document took the place of this one."),
        ),
        _step(
            "withdraw",
            (_DRAFT, _REVIEW, _APPROVED, _EFFECTIVE),
            _WITHDRAWN,
            gettext_lazy("Withdraw version"),
            gettext_lazy("The version is dropped, or is in force no longer, with a reason."),
        ),
        _step(
            "dispose",
            (_SUPERSEDED, _WITHDRAWN),
            VersionState.DISPOSED,
            gettext_lazy("Dispose"),
            gettext_lazy(
                "After its retention time its text and its file are removed; dates, signatures and hash stay."
            ),
            right=Can.MANAGE_AIMS,
            guard=may_be_disposed_of,
        ),
    ),
)
