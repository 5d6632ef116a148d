"""How much work matters, where it comes from, and how far it is. No data access."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Priority(models.IntegerChoices):
    """How much stands in the way while it is not done; the steps are those of the severity of gaps."""

    CLOSE_FIRST = 1, _("Close first")
    HIGH = 2, _("High")
    MEDIUM = 3, _("Medium")
    LOW = 4, _("Low")


class Progress(models.TextChoices):
    """How far the work is; says nothing about conformity."""

    TO_DO = "to_do", _("To do")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")


class Origin(models.TextChoices):
    """What made the task."""

    PERSON = "person", _("Created by a member")
    GAP = "gap", _("From a gap")
    EVIDENCE = "evidence", _("From evidence")
    IMPORT = "import", _("From an import")
