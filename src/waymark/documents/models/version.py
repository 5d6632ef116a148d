"""A version of a document: its text, file or place, why it was made, who approved it, and from when to when it held."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.core.clock import day_in
from waymark.core.fields import LineField, ProseField
from waymark.core.text import normal
from waymark.documents.authors import count_author
from waymark.documents.choices import ENDED, LONGEST_TEXT, OPEN, Content, RetentionStart, VersionState
from waymark.documents.events import DocumentEvent
from waymark.documents.filled import FilledMark, as_stored, from_stored
from waymark.documents.models.document import Document
from waymark.documents.refusals import EffectiveBeforeApproval
from waymark.documents.version_life import LIFECYCLE
from waymark.evidence.files.kinds import WORD
from waymark.evidence.freshness import add_months
from waymark.evidence.models.file import StoredFile
from waymark.people.models.member import Member
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.records.governed import Governed, GovernedQuerySet, NotYours
from waymark.trail.actors import Acts

_FIXED = (VersionState.APPROVED, VersionState.EFFECTIVE, VersionState.SUPERSEDED)


def known_authors(value: object) -> None:
    """Refuse anything but a list of different keys."""
    if not isinstance(value, list) or not all(isinstance(one, int) for one in value) or len(set(value)) != len(value):
        raise ValidationError(_("Choose members."), code="authors")


class DocumentVersionQuerySet(GovernedQuerySet["DocumentVersion"]):
    """Questions about versions of documents."""

    def open(self) -> Self:
        """Return those on their way to being in force."""
        return self.filter(state__in=OPEN)

    def effective(self) -> Self:
        """Return those in force."""
        return self.filter(state=VersionState.EFFECTIVE)

    def newest_edition_first(self) -> Self:
        """Return the last version of a document first."""
        return self.order_by("-edition")

    def valid_on(self, day: dt.date) -> Self:
        """Return those that were in force on a day; on the day of a change that is the newer one."""
        not_ended = models.Q(ended_on=None) | models.Q(ended_on__gt=day)
        return self.filter(not_ended, effective_from__lte=day, in_force=True)

    def to_take_effect(self, day: dt.date) -> Self:
        """Return those that were approved and take effect by a day."""
        return self.filter(state=VersionState.APPROVED, effective_from__lte=day)

    def to_dispose_of(self, day: dt.date) -> Self:
        """Return those whose retention time is over by a day."""
        return self.filter(state__in=ENDED, in_force=True, dispose_on__lte=day)


class DocumentVersion(Governed):
    """One version; `edition` counts those of a document from 1, `number` those of the organisation.

    `title` is that of the document when the version was drafted or last edited: what was signed never changes.
    `sha256` is that of the canonical bytes (`canonical.content_of`), from when it was submitted. `authors` are keys of
    members. `in_force` says that it took effect at some time. `filled` keeps which records the text was drafted from.
    """

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="versions", editable=False, verbose_name=_("document")
    )
    edition = models.PositiveIntegerField(editable=False, verbose_name=_("version"))
    title = LineField(verbose_name=_("title"))
    content = models.CharField(max_length=5, choices=Content, default=Content.TEXT, verbose_name=_("content"))
    text = ProseField(max_length=LONGEST_TEXT, blank=True, default="", verbose_name=_("text"))
    file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("file")
    )
    file_name = LineField(max_length=300, blank=True, default="", verbose_name=_("file name"))
    kept_at = LineField(max_length=300, blank=True, default="", verbose_name=_("place"))
    reason = ProseField(max_length=2000, blank=True, default="", verbose_name=_("reason for change"))
    summary = ProseField(max_length=4000, blank=True, default="", verbose_name=_("summary of changes"))
    authors = models.JSONField(default=list, blank=True, validators=[known_authors], verbose_name=_("authors"))
    author_names = LineField(max_length=600, blank=True, default="", verbose_name=_("authors"))
    planned_from = models.DateField(null=True, blank=True, verbose_name=_("takes effect on"))
    state = models.CharField(
        max_length=10, choices=VersionState, default=VersionState.DRAFT, editable=False, verbose_name=_("state")
    )
    sha256 = models.CharField(max_length=64, blank=True, default="", editable=False, verbose_name=_("SHA-256"))
    approved_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("approved on"))
    approved_by = models.ForeignKey(
        Member,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("approved by"),
    )
    approved_outside = LineField(
        max_length=300, blank=True, default="", editable=False, verbose_name=_("approved outside Waymark by")
    )
    outside_proof = LineField(
        max_length=300, blank=True, default="", editable=False, verbose_name=_("where that approval is shown")
    )
    outside_file = models.ForeignKey(
        StoredFile,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("file of that approval"),
    )
    outside_file_name = LineField(
        max_length=300, blank=True, default="", editable=False, verbose_name=_("name of that file")
    )
    by_only_author = models.BooleanField(default=False, editable=False, verbose_name=_("approved by its only author"))
    effective_from = models.DateField(null=True, blank=True, editable=False, verbose_name=_("effective from"))
    in_force = models.BooleanField(default=False, editable=False, verbose_name=_("took effect"))
    ended_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("superseded or withdrawn on"))
    ended_reason = ProseField(max_length=2000, blank=True, default="", editable=False, verbose_name=_("reason"))
    dispose_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("disposal from"))
    filled = models.JSONField(default=list, blank=True, editable=False, verbose_name=_("drafted from"))

    concealed = frozenset({"text"})
    not_in_history = frozenset({"in_force", "authors", "filled"})
    prefix = "DV"
    searched = ("title", "reason", "summary")
    lifecycle: ClassVar = LIFECYCLE
    objects = DocumentVersionQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = _("version of a document")
        verbose_name_plural = _("versions of documents")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            models.UniqueConstraint(fields=["document", "edition"], name="documents_version_edition"),
            models.UniqueConstraint(
                fields=["document"],
                condition=models.Q(state=VersionState.EFFECTIVE),
                name="documents_version_one_effective",
            ),
            models.UniqueConstraint(
                fields=["document"], condition=models.Q(state__in=OPEN), name="documents_version_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(effective_from=None) | models.Q(effective_from__gte=models.F("approved_on")),
                name="documents_version_effective_from",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=_FIXED)
                | (
                    models.Q(approved_on__isnull=False, effective_from__isnull=False)
                    & (models.Q(approved_by__isnull=False) | ~models.Q(approved_outside=""))
                    & ~models.Q(sha256="")
                ),
                name="documents_version_approved",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=(*ENDED, VersionState.DISPOSED)) | models.Q(ended_on__isnull=False),
                name="documents_version_ended",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "effective_from"], name="documents_version_state"),
            models.Index(fields=["document", "effective_from"], name="documents_version_valid"),
        ]

    @property
    def called(self) -> str:
        """Return what it is called beside its document."""
        return str(_("Version %(edition)d") % {"edition": self.edition})

    def describe(self, **known: Any) -> None:
        """Take over what is known about a draft; the act that calls it commits."""
        for name, value in known.items():
            if name in {"text", "kept_at", "reason", "summary"}:
                setattr(self, name, normal(value))
            elif name in {"planned_from", "content"}:
                setattr(self, name, value)
            else:
                raise TypeError(name)

    def write(self, members: Sequence[Member]) -> None:
        """Name its authors."""
        self.authors = [one.pk for one in members]
        self.author_names = ", ".join(one.name for one in members)[:600]

    def edit(self, *, by: Acts, authors: Sequence[Member] | None = None, **known: Any) -> None:
        """Change a draft; one in review is a draft again, and `changing.edit_draft` voids what was asked on it.

        Raises VersionFixed.
        """
        self.state = LIFECYCLE.require(self, "edit").to.replace("=", self.state)
        if authors is None:
            count_author(self, by)
        self.describe(**known)
        self.title, self.sha256 = self.document.title, ""
        if authors is not None:
            self.write(authors)
        self.commit(DocumentEvent.DRAFT_EDITED, by=by)

    def fill(self, text: str, filled: Sequence[FilledMark], *, by: Acts, **known: Any) -> None:
        """Write a draft made from records, and keep what it was made from. Raises VersionFixed."""
        self.filled = as_stored(filled)
        self.edit(by=by, text=text, **known)

    def attach(self, file: StoredFile, name: str, *, by: Acts) -> None:
        """Make a file its content instead of a text. Raises VersionFixed."""
        self.state = LIFECYCLE.require(self, "edit").to.replace("=", self.state)
        count_author(self, by)
        self.content, self.file, self.file_name, self.sha256 = Content.FILE, file, name[:300], ""
        self.commit(DocumentEvent.FILE_ATTACHED, by=by)

    def use_text(self, *, by: Acts) -> None:
        """Let the text from before the upload be its content again. Raises VersionFixed and VersionStepWrong."""
        self.state = LIFECYCLE.require(self, "use_text").to.replace("=", self.state)
        self.content, self.file, self.file_name, self.sha256 = Content.TEXT, None, "", ""
        self.commit(DocumentEvent.FILE_DROPPED, by=by)

    def import_text(self, text: str, *, by: Acts) -> None:
        """Let the text of its Word document be its content; the file is kept as the original.

        Raises VersionFixed and NotAWordFile.
        """
        self.state = LIFECYCLE.require(self, "import_text").to.replace("=", self.state)
        count_author(self, by)
        self.content, self.text, self.filled, self.sha256 = Content.TEXT, normal(text), [], ""
        self.commit(DocumentEvent.TEXT_IMPORTED, by=by)

    def submit(self, sha256: str, *, by: Acts) -> None:
        """Put it before those who sign it, byte for byte as it is. Raises VersionStepWrong and VersionEmpty."""
        LIFECYCLE.require(self, "submit")
        self.state, self.sha256 = VersionState.IN_REVIEW, sha256
        self.commit(DocumentEvent.SUBMITTED, by=by)

    def send_back(self, remark: str, *, by: Acts) -> None:
        """Make it a draft again, as a signer requested changes. Raises VersionStepWrong."""
        LIFECYCLE.require(self, "return")
        self.state, self.sha256 = VersionState.DRAFT, ""
        self.commit(DocumentEvent.RETURNED, by=by, note=remark)

    def approve(self, *, by: Member) -> None:
        """Keep that a member signed the approval. Raises VersionStepWrong, VersionEmpty and ReviewDateMissing."""
        LIFECYCLE.require(self, "approve")
        today = day_in(self.organisation.time_zone)
        self.state, self.approved_on, self.approved_by = VersionState.APPROVED, today, by
        self.by_only_author = self.is_only_author(by)
        # A day that has passed before somebody approved is none to take effect on.
        self.effective_from = max(self.planned_from or today, today)
        self.commit(DocumentEvent.APPROVED, by=by)

    def approve_outside(
        self, sha256: str, *, outside_by: str, on: dt.date, effective_from: dt.date, proof: str = "", by: Acts
    ) -> None:
        """Keep an approval that was given before Waymark, or elsewhere.

        Raises VersionStepWrong, VersionEmpty, ReviewDateMissing and EffectiveBeforeApproval.
        """
        LIFECYCLE.require(self, "approve_outside")
        if effective_from < on or on > day_in(self.organisation.time_zone):
            raise EffectiveBeforeApproval(
                _("A version cannot take effect before it was approved, or be approved in the future."),
                way_out=_("Correct the two dates."),
            )
        self.state, self.approved_on, self.effective_from = VersionState.APPROVED, on, effective_from
        self.approved_outside, self.outside_proof, self.sha256 = normal(outside_by), normal(proof), sha256
        self.commit(DocumentEvent.APPROVED_OUTSIDE, by=by, note=self.approved_outside)

    def add_approval_file(self, file: StoredFile, name: str, *, by: Acts) -> None:
        """Keep the file that shows an approval outside Waymark, once. Raises VersionStepWrong."""
        LIFECYCLE.require(self, "add_approval_file")
        self.outside_file, self.outside_file_name = file, name[:300]
        self.commit(DocumentEvent.APPROVAL_FILE_ADDED, by=by)

    def take_effect(self, *, by: Acts) -> None:
        """Be in force; `changing.put_in_force` supersedes the one before. Raises VersionStepWrong and NotDueYet."""
        LIFECYCLE.require(self, "take_effect")
        self.state, self.in_force = VersionState.EFFECTIVE, True
        self.commit(DocumentEvent.IN_FORCE, by=by)

    def supersede(self, *, on: dt.date | None = None, reason: str = "", by: Acts) -> None:
        """Be in force no longer from a day on, as another version is. Raises VersionStepWrong."""
        LIFECYCLE.require(self, "supersede")
        self.state = VersionState.SUPERSEDED
        self._end(DocumentEvent.SUPERSEDED, on, reason, by=by)

    def withdraw(self, *, reason: str, on: dt.date | None = None, by: Acts) -> None:
        """Drop it, or end it without another one. Raises VersionStepWrong."""
        LIFECYCLE.require(self, "withdraw")
        self.state = VersionState.WITHDRAWN
        self._end(DocumentEvent.VERSION_WITHDRAWN, on, reason, by=by)

    def set_retention(self, *, by: Acts) -> None:
        """Work out again until when it is kept, as the retention of its document changed."""
        self.dispose_on = self._kept_until()
        self.commit(DocumentEvent.RETENTION_SET, by=by)

    def dispose(self, *, by: Acts) -> None:
        """Remove its text and its file for good. Raises VersionStepWrong and StillKept."""
        LIFECYCLE.require(self, "dispose")
        self.state, self.text, self.file, self.filled = VersionState.DISPOSED, "", None, []
        self.commit(DocumentEvent.DISPOSED, by=by)

    def is_only_author(self, member: Member) -> bool:
        """Return whether nobody but this member wrote it."""
        return bool(self.authors == [member.pk])

    def may_be_changed_by(self, reader: Reader) -> bool:
        """Return whether a reader may change it: who may change its document, and its authors."""
        return self.document.may_be_changed_by(reader) or (reader.can(Can.WORK) and reader.pk in self.authors)

    def require_changer(self, reader: Reader) -> Self:
        """Return the version itself. Raises NotYours unless the reader may change it."""
        if not self.may_be_changed_by(reader):
            raise NotYours(
                _("%(reference)s is changed by the owner of the document, and by its authors.")
                % {"reference": self.called},
                way_out=_("Ask one of them, or an AIMS manager."),
            )
        return self

    @property
    def is_open(self) -> bool:
        """Return whether it is on its way to being in force."""
        return self.state in OPEN

    @property
    def is_draft(self) -> bool:
        """Return whether it is a draft."""
        return self.state == VersionState.DRAFT

    @property
    def is_in_review(self) -> bool:
        """Return whether it waits for signatures."""
        return self.state == VersionState.IN_REVIEW

    @property
    def is_effective(self) -> bool:
        """Return whether it is in force."""
        return self.state == VersionState.EFFECTIVE

    @property
    def is_file(self) -> bool:
        """Return whether a file is its content; beside a text, its file is the original of that."""
        return self.content == Content.FILE

    @property
    def is_word(self) -> bool:
        """Return whether a Word document is its content."""
        return self.is_file and self.file is not None and self.file.media_type == WORD

    @property
    def is_disposed(self) -> bool:
        """Return whether its text and its file were removed."""
        return self.state == VersionState.DISPOSED

    def is_disposal_due(self, today: dt.date) -> bool:
        """Return whether its retention time is over and it is still kept; a draft that never held waits for nobody."""
        return self.state in ENDED and self.in_force and self.dispose_on is not None and self.dispose_on <= today

    @property
    def drafted_from(self) -> tuple[FilledMark, ...]:
        """Return what its text was drafted from; nothing for a text by hand."""
        return from_stored(self.filled)

    @property
    def approver(self) -> str:
        """Return who approved it, in words; empty before."""
        return self.approved_by.name if self.approved_by else self.approved_outside

    def _end(self, event: str, on: dt.date | None, reason: str, *, by: Acts) -> None:
        self.ended_on = on or day_in(self.organisation.time_zone)
        self.ended_reason = normal(reason)
        self.dispose_on = self._kept_until()
        self.commit(event, by=by, note=self.ended_reason)

    def _kept_until(self) -> dt.date | None:
        document = self.document
        if self.ended_on is None:
            return None
        if not self.in_force:
            # A draft that never held is nothing that has to be shown.
            return self.ended_on
        is_from_approval = document.retention_starts == RetentionStart.APPROVAL
        since = self.approved_on if is_from_approval and self.approved_on else self.ended_on
        return max(add_months(since, document.retention_months), self.ended_on)
