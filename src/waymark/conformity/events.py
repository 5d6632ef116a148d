"""What can happen to standings, rounds and judgements."""

from django.utils.translation import gettext_lazy as _

from waymark.trail.events import Event


class ConformityEvent(Event):
    """Events of this package."""

    ADOPTED = "standing.adopted", _("Requirement taken up")
    OWNED = "standing.owned", _("Owner named")
    DATED = "standing.dated", _("Due date set")
    LEFT_OUT = "standing.left-out", _("Control left out")
    TAKEN_UP = "standing.taken-up", _("Control chosen again")
    OPENED = "gap-assessment.opened", _("Gap assessment opened")
    DESCRIBED = "gap-assessment.described", _("Gap assessment edited")
    CLOSED = "gap-assessment.closed", _("Gap assessment closed")
    JUDGED = "judgement.given", _("Point judged")
    UNDONE = "judgement.undone", _("Rating of many points undone")
    CARRIED = "judgement.carried", _("Verdict carried over from the edition before")
    CARRIED_OVER = "gap-assessment.carried", _("Organisation carried over to another edition")
    STANDING_CARRIED = "standing.carried", _("Requirement carried over to another edition")
    STANDING_ENDED = "standing.ended", _("Requirement not in the new edition")
    IMPORTED = "judgement.imported", _("Point judged from an import")
