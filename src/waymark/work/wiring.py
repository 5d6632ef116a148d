"""What this package registers with the packages below it."""

from django.db.models import OuterRef

from waymark.people.extension_points import counted, landings, member_counts, member_parts
from waymark.people.models import member as members
from waymark.records import kinds
from waymark.work import comments
from waymark.work.first import first_landing
from waymark.work.models.notice import Notice
from waymark.work.owned import count_owned

COMMENTS = "work/_comments.html"


def wire() -> None:
    """Register comments, count unread notices, lead new owners to what is theirs, let nobody leave who owns anything.

    The page of a member shows comments too. Doing it again changes nothing.
    """
    if count_owned not in members.owned:
        members.owned.append(count_owned)
    if first_landing not in landings:
        landings.append(first_landing)
    if COMMENTS not in member_parts:
        member_parts.append(COMMENTS)
    kinds.register(comments.KIND)
    member_counts.setdefault("unread_notices", counted(Notice.objects.filter(member=OuterRef("pk")).unread(), "member"))
