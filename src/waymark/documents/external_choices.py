"""The lists of values of external documents."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_MONTHS: Final = 60
"""Months between two checks at most."""


class ExternalKind(models.TextChoices):
    """What kind of document from outside it is."""

    LAW = "law", _("Law or regulation")
    STANDARD = "standard", _("Standard")
    SUPPLIER = "supplier", _("Supplier document")
    CUSTOMER = "customer", _("Customer document")
    GUIDANCE = "guidance", _("Guidance")
    OTHER = "other", _("Other")


class CheckResult(models.TextChoices):
    """What the last check found at the source."""

    NONE = "none", _("Not checked yet")
    UNCHANGED = "unchanged", _("Unchanged")
    NEW_EDITION = "new_edition", _("New edition")
    SUPERSEDED = "superseded", _("Superseded or withdrawn")
