"""What can happen to tasks."""

from django.utils.translation import gettext_lazy as _

from waymark.trail.events import Event


class TaskEvent(Event):
    """Events of this package."""

    MADE = "task.made", _("Task created")
    DESCRIBED = "task.described", _("Task edited")
    STARTED = "task.started", _("Task started")
    PUT_BACK = "task.put-back", _("Task moved back to To do")
    TICKED = "task.ticked", _("Checklist step completed")
    HANDED_OVER = "task.handed-over", _("Owner of task changed")
    RESCHEDULED = "task.rescheduled", _("Task rescheduled")
    FINISHED = "task.finished", _("Task finished")
    CARRIED = "task.carried", _("Task moved to the new edition")
    REOPENED = "task.reopened", _("Task reopened")
