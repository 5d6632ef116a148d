"""What can happen to tasks."""

from django.utils.translation import gettext_lazy as _

from waymark.trail.events import Event


class TaskEvent(Event):
    """Events of this package."""

    MADE = "task.made", _("Task made")
    DESCRIBED = "task.described", _("Task edited")
    STARTED = "task.started", _("Task started")
    PUT_BACK = "task.put-back", _("Task moved back to To do")
    TICKED = "task.ticked", _("Step of a task ticked")
    HANDED_OVER = "task.handed-over", _("Task handed over")
    RESCHEDULED = "task.rescheduled", _("Task rescheduled")
    FINISHED = "task.finished", _("Task finished")
    CARRIED = "task.carried", _("Task leads to the new edition")
    REOPENED = "task.reopened", _("Task reopened")
