"""What can happen to a comment."""

from django.utils.translation import gettext_lazy as _

from waymark.trail.events import Event


class WorkEvent(Event):
    """Events of this package."""

    COMMENTED = "comment.written", _("Comment added")
    COMMENT_EDITED = "comment.edited", _("Comment edited")
    QUOTE_REMOVED = "comment.quote-removed", _("Quoted text of comment removed")
