"""What the pages about notices show."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from waymark.people.models.member import Member
from waymark.records.kinds import RecordLine, hidden_from, lines_for
from waymark.work.models.notice import Notice

_NOTICES_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice as its member may read it now, with what it is about where that can still be opened.

    `what` is its sentence, or, where its record is hidden from the member by now, only that there was one.
    """

    notice: Notice
    what: str
    about: RecordLine | None


@dataclass(frozen=True)
class Inbox:
    """One page of a member's inbox."""

    page: Page[Notice]
    lines: list[NoticeLine]
    unread: int


def inbox(member: Member, number: str | None) -> Inbox:
    """Return one page of a member's notices, the newest first."""
    mine = Notice.objects.of(member.organisation).to(member)
    page = Paginator(mine.newest_first(), _NOTICES_A_PAGE).get_page(number)
    shown = list(page.object_list)
    return Inbox(page, notice_lines(member, shown), mine.unread().count())


def notice_lines(member: Member, notices: Sequence[Notice]) -> list[NoticeLine]:
    """Return notices as a member may read them now: the title of a record goes when the right to read it goes."""
    which = [one.about for one in notices if one.about is not None]
    about, hidden = lines_for(member, which), hidden_from(member, which)
    return [
        NoticeLine(
            one,
            _("This was about a record that you may no longer read.") if one.about in hidden else one.what,
            about.get(one.about) if one.about else None,
        )
        for one in notices
    ]
