"""What the pages about notices show."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from waymark.people.models.member import Member
from waymark.records.kinds import RecordLine, lines_for
from waymark.work.models.notice import Notice

_NOTICES_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice, with what it is about where that can still be opened."""

    notice: Notice
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
    about = lines_for(member, [one.about for one in shown if one.about is not None])
    lines = [NoticeLine(one, about.get(one.about) if one.about else None) for one in shown]
    return Inbox(page, lines, mine.unread().count())
