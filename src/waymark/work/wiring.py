"""What this package registers with the packages below it."""

from django.db.models import OuterRef

from waymark.people.extension_points import counted, landings, member_counts
from waymark.people.models import member as members
from waymark.work.first import first_landing
from waymark.work.models.notice import Notice
from waymark.work.owned import count_owned


def wire() -> None:
    """Let the menu count unread notices, new owners find what is theirs, and nobody leave who owns anything.

    Doing it again changes nothing.
    """
    if count_owned not in members.owned:
        members.owned.append(count_owned)
    if first_landing not in landings:
        landings.append(first_landing)
    member_counts.setdefault("unread_notices", counted(Notice.objects.filter(member=OuterRef("pk")).unread(), "member"))
