"""Telling members what they should know, and the acts on their inbox."""

from collections.abc import Sequence

from waymark.core.clock import now
from waymark.people.models.member import Member
from waymark.work.models.notice import Notice

NoticeDraft = tuple[Member, str, tuple[str, int] | None, str]
"""Whom to tell, what, about which record (kind and key), and the occasion of which they are told once, or ""."""
_SENTENCE = 300


def notify(member: Member, what: str, *, about: tuple[str, int] | None = None, once: str = "") -> None:
    """Put a sentence into a member's inbox, in the transaction of the change it tells of.

    `about` is kind and key of a record; of an occasion that is named `once`, a member is told one time only.
    """
    notify_all([(member, what, about, once)])


def notify_all(drafts: Sequence[NoticeDraft]) -> None:
    """Put many sentences into inboxes at once; who has left is told nothing."""
    at = now()
    rows = [
        Notice(
            organisation_id=member.organisation_id,
            member=member,
            what=what if len(what) <= _SENTENCE else f"{what[: _SENTENCE - 1]}…",
            about_kind=about[0] if about else "",
            about_id=about[1] if about else None,
            once=once[:120],
            sent_at=at,
        )
        for member, what, about, once in drafts
        if member.left_on is None
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=200)


def read(member: Member, key: int | None = None) -> int:
    """Mark one notice, or all of them, as read; return how many were not."""
    mine = Notice.objects.of(member.organisation).to(member).unread()
    return (mine.filter(pk=key) if key is not None else mine).update(read_at=now())
