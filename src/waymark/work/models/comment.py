"""What members say to each other about a record."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, Self

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.core.clock import now
from waymark.core.errors import RuleBroken
from waymark.core.fields import LineField, ProseField
from waymark.core.text import normal
from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet
from waymark.people.models.member import Member
from waymark.trail.actors import Acts
from waymark.trail.door import Recorded, commit_all
from waymark.work.events import WorkEvent

LONGEST: Final = 10_000
"""Characters of one comment at most."""
MAY_EDIT_FOR: Final = dt.timedelta(minutes=10)
"""How long its author may edit a comment; what others have read and answered stays as it was."""
_SHOWN: Final = 80
_ANCHOR: Final = 24
_QUOTED: Final = 160


class NotYourComment(RuleBroken):
    """A comment is edited by its author alone."""

    code = "not-your-comment"


class CommentStands(RuleBroken):
    """Ten minutes after it was written, a comment is edited no more."""

    code = "comment-stands"


@dataclass(frozen=True, slots=True)
class QuotedBlock:
    """The block of a text that a comment hangs on: its anchor, and how it began when the comment was written."""

    anchor: str
    beginning: str


class CommentQuerySet(InOrganisationQuerySet["Comment"]):
    """Questions about comments."""

    def about(self, kind: str, record_id: int) -> Self:
        """Return those on one record, the oldest first."""
        return self.filter(kind=kind, record_id=record_id).order_by("pk")

    def quoting(self) -> Self:
        """Return those that quote a block of the text of their record."""
        return self.exclude(quoted="")


class Comment(InOrganisation, Recorded):
    """One comment on any record that `records.kinds` knows, in Markdown; edited for ten minutes, never deleted.

    One that hangs on a block of the record's text keeps the block's `anchor`, and its beginning as `quoted`: the text
    may change afterwards. What is quoted stays out of the trail, as the text does, so that it can be removed with it.
    """

    kind = models.CharField(max_length=80, verbose_name=gettext_lazy("kind of record"))
    record_id = models.BigIntegerField(verbose_name=gettext_lazy("record"))
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=gettext_lazy("author"))
    text = ProseField(max_length=LONGEST, verbose_name=gettext_lazy("comment"))
    mentions = models.JSONField(default=list, blank=True, verbose_name=gettext_lazy("members mentioned"))
    anchor = models.CharField(
        max_length=_ANCHOR, blank=True, default="", editable=False, verbose_name=gettext_lazy("block of the text")
    )
    quoted = LineField(
        max_length=_QUOTED, blank=True, default="", editable=False, verbose_name=gettext_lazy("quoted text")
    )
    written_at = models.DateTimeField(editable=False, verbose_name=gettext_lazy("written"))
    edited_at = models.DateTimeField(null=True, blank=True, editable=False, verbose_name=gettext_lazy("edited"))

    labels: ClassVar = {"record_id": gettext_lazy("On")}
    pointers: ClassVar = {"record_id": "kind"}
    concealed = frozenset({"quoted"})
    not_in_history = frozenset({"anchor", "quoted"})
    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("comment")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(quoted="") | ~models.Q(anchor=""), name="work_comment_quoted")
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "kind", "record_id"], name="work_comment_record")]

    def __str__(self) -> str:
        """Return its first line, cut short."""
        first = self.text.strip().split("\n", 1)[0]
        return first if len(first) <= _SHOWN else f"{first[: _SHOWN - 1]}…"

    @classmethod
    def write(
        cls,
        about: tuple[str, int],
        text: str,
        mentions: Iterable[int],
        *,
        by: Member,
        block: QuotedBlock | None = None,
    ) -> "Comment":
        """Say something about a record, by kind and key, or about one block of its text; return the comment."""
        made = cls(
            organisation=by.organisation,
            kind=about[0],
            record_id=about[1],
            author=by,
            text=normal(text),
            mentions=list(mentions),
            written_at=now(),
            anchor=block.anchor if block is not None else "",
            quoted=block.beginning if block is not None else "",
        )
        made.commit(WorkEvent.COMMENTED, by=by)
        return made

    @classmethod
    def drop_quotes(cls, some: Sequence["Comment"], *, by: Acts) -> None:
        """Keep nothing of a text that was removed for good; where the comments hung is kept."""
        for one in some:
            one.quoted = ""
        commit_all(some, WorkEvent.QUOTE_REMOVED, by=by)

    def may_be_edited_by(self, member: Member) -> bool:
        """Return whether a member may edit it now."""
        return member.pk == self.author_id and now() <= self.written_at + MAY_EDIT_FOR

    def edit(self, text: str, mentions: Iterable[int], *, by: Member) -> None:
        """Put another text in its place. Raises NotYourComment and CommentStands."""
        if by.pk != self.author_id:
            raise NotYourComment(_("Only the author can edit a comment."), way_out=_("Write a new comment instead."))
        if not self.may_be_edited_by(by):
            raise CommentStands(
                _("A comment can be edited for ten minutes, and this one is older. Nothing was saved."),
                way_out=_("Write a new comment instead."),
            )
        if (typed := normal(text)) != self.text:
            self.text, self.mentions, self.edited_at = typed, list(mentions), now()
            self.commit(WorkEvent.COMMENT_EDITED, by=by)
