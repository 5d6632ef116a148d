"""What is shown of notices: their sentences as far as the member may still read what they are about."""

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
    """One notice in the words its member may read now, with what it is about where that can still be opened."""

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
    """Return a member's notices as they may be read now.

    A sentence may hold the title of its record. Of a record that was made confidential since, or that a member may no
    longer open, only a neutral sentence is left.
    """
    pointed_at = [one.about for one in notices if one.about is not None]
    about, hidden = lines_for(member, pointed_at), hidden_from(member, pointed_at)
    return [
        NoticeLine(
            one,
            _("A notice about a record you no longer have access to.") if one.about in hidden else one.what,
            about.get(one.about) if one.about else None,
        )
        for one in notices
    ]
