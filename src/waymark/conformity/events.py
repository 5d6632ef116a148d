"""What can happen to standings, rounds and judgements."""

from django.utils.translation import gettext_lazy as _

from waymark.trail.events import Event


class ConformityEvent(Event):
    """Events of this package."""

    ADOPTED = "standing.adopted", _("Requirement added")
    OWNED = "standing.owned", _("Owner changed")
    DATED = "standing.dated", _("Due date set")
    LEFT_OUT = "standing.left-out", _("Control excluded")
    TAKEN_UP = "standing.taken-up", _("Control included")
    OPENED = "gap-assessment.opened", _("Gap assessment started")
    DESCRIBED = "gap-assessment.described", _("Gap assessment edited")
    CLOSED = "gap-assessment.closed", _("Gap assessment closed")
    JUDGED = "judgement.given", _("Point rated")
    UNDONE = "judgement.undone", _("Rating of many points undone")
    CARRIED = "judgement.carried", _("Verdict carried over from the previous edition")
    CARRIED_OVER = "gap-assessment.carried", _("Organisation carried over to another edition")
    STANDING_CARRIED = "standing.carried", _("Requirement carried over to another edition")
    STANDING_ENDED = "standing.ended", _("Requirement not in the new edition")
    IMPORTED = "judgement.imported", _("Point rated by import")
