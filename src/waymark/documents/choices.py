"""The lists of values of documents and their versions."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_ITEMS: Final = 40
"""Items of the master list that one document serves at most."""
LONGEST_TEXT: Final = 400_000
"""Characters of the text of a version."""


class DocumentKind(models.TextChoices):
    """Whether it says what shall be, or what was (path.md section 7)."""

    DOCUMENT = "document", _("Document")
    RECORD = "record", _("Record")


class DocumentState(models.TextChoices):
    """Whether the organisation still keeps a document up to date."""

    CURRENT = "current", _("In use")
    REPLACED = "replaced", _("Replaced")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Classification(models.TextChoices):
    """For whom a document is meant. A statement for people: it hides nothing."""

    PUBLIC = "public", _("Public")
    INTERNAL = "internal", _("Internal")
    CONFIDENTIAL = "confidential", _("Confidential")
    STRICT = "strict", _("Strictly confidential")


class Kept(models.TextChoices):
    """Where the document itself lies."""

    HERE = "here", _("In Waymark")
    ELSEWHERE = "elsewhere", _("Elsewhere")


class Approval(models.TextChoices):
    """Who approves versions of a document."""

    TOP_MANAGEMENT = "top_management", _("Top management")
    AIMS_MANAGER = "aims_manager", _("AIMS manager")
    OWNER = "owner", _("Owner of the document")


class RetentionStart(models.TextChoices):
    """From when a version has to be kept for its months."""

    END = "end", _("When it was superseded or withdrawn")
    APPROVAL = "approval", _("When it was approved")


class VersionState(models.TextChoices):
    """Where a version stands (path.md section 7)."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    EFFECTIVE = "effective", _("Effective")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DISPOSED = "disposed", _("Disposed of")


class Content(models.TextChoices):
    """What a version consists of."""

    TEXT = "text", _("Text")
    FILE = "file", _("File")
    PLACE = "place", _("Kept elsewhere")


OPEN: Final = (VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.APPROVED)
"""The states on the way to being in force; a document has one such version at a time."""
ENDED: Final = (VersionState.SUPERSEDED, VersionState.WITHDRAWN)
"""The states of what is kept until it may be disposed of."""
