"""Comments on records: writing them, telling who is mentioned, and reading them as far as somebody may."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from waymark.core.errors import RuleBroken
from waymark.core.markdown import html_of
from waymark.core.markdown_blocks import TextBlock
from waymark.core.text import normal
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.records.kinds import RecordKind, RecordLine, kinds, lines_for, readers_among
from waymark.trail.actors import Acts
from waymark.work.block_texts import blocks_on, by_anchor
from waymark.work.mentions import MOST, count_mentions, mentions_in
from waymark.work.models.comment import Comment, QuotedBlock
from waymark.work.notify import NoticeDraft, notify_all

COMMENT = "work.comment"
OFFERED: Final = 8
"""Members that the picker of a comment offers at most."""
_ASKED: Final = 20
"""Of how many of them it asks whether they may read the record; who is left out is found by more letters."""
_NOT_FOUND: Final = 2


class MentionsStranger(RuleBroken):
    """Somebody is mentioned who is no active member, or who may not read what the comment is on."""

    code = "mentions-stranger"
    field = "text"


class TooManyMentions(RuleBroken):
    """A comment mentions more people than anybody means to notify at once."""

    code = "too-many-mentions"
    field = "text"


@dataclass(frozen=True, slots=True)
class CommentView:
    """One comment as a page shows it. `is_in_text`: the block that it hangs on is in the text still."""

    comment: Comment
    html: str
    may_edit: bool
    is_in_text: bool = False


@dataclass(frozen=True, slots=True)
class Discussion:
    """What was said about a record with a text, the oldest first.

    `on` has what was said about each block that can be commented on, by its anchor; `address` is where one writes.
    """

    views: list[CommentView]
    on: Mapping[str, Sequence[CommentView]]
    address: str


def comments_on(
    member: Member, about: tuple[str, int], anchors: Collection[str] | None = None
) -> list[CommentView] | None:
    """Return what was said about a record, the oldest first; None for a member who takes no part. One query.

    Ask only for what the member may see. `anchors` are those of the blocks of its text, where they are known; else the
    text is looked up if some comment hangs on a block.
    """
    if not member.can(Can.DISCUSS):
        return None
    rows = list(Comment.objects.of(member.organisation).about(*about).select_related("author"))
    if anchors is None:
        anchors = blocks_on(member.organisation, *about) if any(one.anchor for one in rows) else ()
    return [CommentView(one, html_of(one.text), one.may_be_edited_by(member), one.anchor in anchors) for one in rows]


def discussion_on(member: Member, about: tuple[str, int], blocks: Sequence[TextBlock]) -> Discussion | None:
    """Return what was said about a record and about each block of its text; as `comments_on`."""
    anchors = by_anchor(blocks)
    views = comments_on(member, about, anchors)
    if views is None:
        return None
    on: dict[str, list[CommentView]] = {anchor: [] for anchor in anchors}
    for one in views:
        if one.is_in_text:
            on[one.comment.anchor].append(one)
    word = next(one.word for one in kinds() if one.kind == about[0])
    return Discussion(views, on, reverse("comments", args=[member.organisation.slug, word, about[1]]))


def comment(
    line: RecordLine,
    text: str,
    *,
    by: Member,
    mentioned: Sequence[Member] | None = None,
    block: QuotedBlock | None = None,
) -> Comment:
    """Say something about a record that the author may see, or about a block of its text; tell who is mentioned.

    They are looked up before the chain is locked, unless the caller has done so. Raises MentionsStranger and
    TooManyMentions, and then nothing is saved.
    """
    some = mentioned_in(line, text, by=by) if mentioned is None else mentioned
    with transaction.atomic():
        made = Comment.write((line.kind, line.pk), text, [one.pk for one in some], by=by, block=block)
        _notify_mentioned(line, some, by)
    return made


def drop_quotes(organisation: Organisation, about: tuple[str, int], *, by: Acts) -> None:
    """Remove what comments quote of the text of a record, because the text is removed for good."""
    Comment.drop_quotes(list(Comment.objects.of(organisation).about(*about).quoting()), by=by)


def edit_comment(
    line: RecordLine, made: Comment, text: str, *, by: Member, mentioned: Sequence[Member] | None = None
) -> None:
    """Put another text in the place of a comment; who is mentioned only now is told.

    Raises MentionsStranger, TooManyMentions, NotYourComment and CommentStands, and then nothing is saved.
    """
    some = mentioned_in(line, text, by=by) if mentioned is None else mentioned
    with transaction.atomic():
        before = set(made.mentions)
        made.edit(text, [one.pk for one in some], by=by)
        _notify_mentioned(line, [one for one in some if one.pk not in before], by)


def mentioned_in(line: RecordLine, text: str, *, by: Member) -> list[Member]:
    """Return the members whom a comment on a record mentions; a few queries, and none where there is no @.

    Raises MentionsStranger and TooManyMentions.
    """
    count = count_mentions(text)
    if count > MOST:
        raise TooManyMentions(
            _("The comment has too many mentions: %(count)d. The limit is %(most)d. Nothing was saved.")
            % {"count": count, "most": MOST},
            way_out=_("Mention fewer people, or put a space after each @ that is not meant for anyone."),
        )
    if not count:
        return []
    active = Member.objects.of(by.organisation).active()
    rows = list(active.values_list("pk", "name", "user__email"))
    names = {name: pk for pk, name, _email in rows} | {email: pk for pk, _name, email in rows if email}
    found = mentions_in(text, names)
    if found.strangers:
        raise MentionsStranger(
            ngettext(
                "No member is called %(names)s. Nothing was saved.",
                "No member is called %(names)s. Nothing was saved.",
                len(found.strangers),
            )
            % {"names": ", ".join(f"“{one}”" for one in found.strangers)},
            way_out=_("Write a member's full name after the @, or put a space after it."),
        )
    members = active.select_related("user", "organisation").in_bulk(found.members)
    some = [members[pk] for pk in found.members if pk in members]
    may = readers_among([one for one in some if one.can(Can.DISCUSS)], line.kind, line.pk)
    blind = [one for one in some if one.pk not in may]
    if blind:
        raise MentionsStranger(
            _("%(name)s has no access to the comments here, so you cannot mention them. Nothing was saved.")
            % {"name": blind[0].name},
            way_out=_("Remove the @, or ask an administrator to give them access."),
        )
    return some


def offered(line: RecordLine, text: str, *, by: Member) -> list[tuple[Member, str]]:
    """Return whom a comment can mention by what follows an @, each with what stands for them in the text.

    Only active members who may read the record and its comments, those first whose name begins with the text. Two who
    share a name are told apart by their email address. Two queries, however many members there are.
    """
    wanted = normal(text).casefold()
    members = _active(by)
    names = Counter(one.name.casefold() for one in members)
    found = sorted((one for one in members if one.pk != by.pk and one.can(Can.DISCUSS)), key=partial(_rank, wanted))
    some = [one for one in found if _rank(wanted, one)[0] < _NOT_FOUND][:_ASKED]
    may = readers_among(some, line.kind, line.pk)
    return [
        (one, one.user.email if names[one.name.casefold()] > 1 and one.user is not None else one.name)
        for one in some
        if one.pk in may
    ][:OFFERED]


def _rank(wanted: str, one: Member) -> tuple[int, str]:
    name = one.name.casefold()
    if name.startswith(wanted):
        return 0, name
    if f" {wanted}" in name or (one.user is not None and one.user.email.casefold().startswith(wanted)):
        return 1, name
    return _NOT_FOUND, name


def _active(by: Member) -> list[Member]:
    return list(Member.objects.of(by.organisation).active().select_related("user", "organisation"))


def _notify_mentioned(line: RecordLine, mentioned: Sequence[Member], by: Member) -> None:
    drafts: list[NoticeDraft] = [
        (one, _("%(name)s mentioned you on %(record)s.") % {"name": by.name, "record": line}, (line.kind, line.pk), "")
        for one in mentioned
        if one.pk != by.pk
    ]
    notify_all(drafts)


def _look_up(reader: Reader, keys: Sequence[int]) -> dict[int, RecordLine]:
    if not reader.can(Can.DISCUSS):
        return {}
    rows = list(Comment.objects.of(reader.organisation).filter(pk__in=keys))
    lines = lines_for(reader, {(one.kind, one.record_id) for one in rows})
    return {
        one.pk: RecordLine(COMMENT, one.pk, "", _("Comment on %(record)s") % {"record": line}, _address(reader, one))
        for one in rows
        if (line := lines.get((one.kind, one.record_id))) is not None
    }


def _address(reader: Reader, one: Comment) -> str:
    return reverse("comment", args=[reader.organisation.slug, one.pk])


KIND = RecordKind(kind=COMMENT, word="comment", label=gettext_lazy("Comment"), look_up=_look_up, hides=True)
