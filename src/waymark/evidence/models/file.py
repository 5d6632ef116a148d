"""A file as it was given, named by its own SHA-256, and the text that was read from it."""

from typing import ClassVar, Self

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.core.fields import LineField
from waymark.core.sizes import size_in_words
from waymark.evidence.events import EvidenceEvent
from waymark.evidence.files.extraction.reading import TROUBLES
from waymark.evidence.files.kinds import TEXT, kind_of
from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet
from waymark.trail.actors import Acts
from waymark.trail.door import Recorded

MOST_SHOWN = 64 * 1024 * 1024
"""Bytes of a picture or a PDF that a page still shows."""
_NOT_READ = "kind-not-read"
_PDF = "application/pdf"


class Scan(models.TextChoices):
    """What a virus scanner said about the content."""

    NOT_SCANNED = "not_scanned", _("Not scanned")
    CLEAN = "clean", _("Nothing found")
    INFECTED = "infected", _("Malware found")
    UNREACHABLE = "unreachable", _("The scanner could not be reached")


class TextState(models.TextChoices):
    """How far reading the text of a file has come."""

    WAITING = "waiting", _("Waiting to be read")
    READ = "read", _("Text read")
    UNREADABLE = "unreadable", _("Text cannot be read")


class StoredFileQuerySet(InOrganisationQuerySet["StoredFile"]):
    """Questions about stored files."""

    def with_hash(self, sha256: str) -> Self:
        """Return the file with this content."""
        return self.filter(sha256=sha256)


class StoredFile(InOrganisation, Recorded):
    """Content kept once for each organisation, however often it was given; the bytes themselves never change.

    `media_type` is told by the content, not by a name. `is_active` marks content that can act when it is opened
    (macros, scripts); it is only ever downloaded. `remarks` are codes of what else the uploader was told.
    """

    sha256 = models.CharField(max_length=64, verbose_name=_("SHA-256"))
    size = models.PositiveBigIntegerField(verbose_name=_("size in bytes"))
    media_type = models.CharField(max_length=100, verbose_name=_("type"))
    description = LineField(blank=True, default="", verbose_name=_("file type in words"))
    is_active = models.BooleanField(default=False, verbose_name=_("contains active content"))
    may_show_inline = models.BooleanField(default=False, verbose_name=_("opens in the browser"))
    remarks = models.JSONField(default=list, blank=True, verbose_name=_("remarks"))
    scan = models.CharField(max_length=12, choices=Scan, default=Scan.NOT_SCANNED, verbose_name=_("scan"))
    scan_note = LineField(blank=True, default="", verbose_name=_("scanner message"))

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "sha256"], name="evidence_file_once"),
        ]

    def __str__(self) -> str:
        """Return the beginning of the hash."""
        return self.sha256[:12]

    def note_scan(self, scan: str, note: str, *, by: Acts) -> None:
        """Keep what the scanner said."""
        self.scan, self.scan_note = scan, note[:200]
        self.commit(EvidenceEvent.SCANNED, by=by)

    @property
    def size_in_words(self) -> str:
        """Return the size as people say it, such as `1.4 MiB`."""
        return size_in_words(self.size)

    @property
    def opens_inline(self) -> bool:
        """Return whether a browser may show it: a kind that is safe to show, and nothing in it that acts."""
        return self.may_show_inline and not self.is_active and not self.is_infected

    @property
    def is_text(self) -> bool:
        """Return whether a browser may read it as plain text."""
        return kind_of(self.media_type).shown_as == TEXT

    @property
    def is_shown(self) -> bool:
        """Return whether the page of evidence shows it: as a picture, or in a frame."""
        return self.shows_as_picture or self.shows_in_frame

    @property
    def shows_as_picture(self) -> bool:
        """Return whether the page shows it as a picture."""
        is_picture = kind_of(self.media_type).shown_as.startswith("image/")
        return self.opens_inline and is_picture and self.size <= MOST_SHOWN

    @property
    def shows_in_frame(self) -> bool:
        """Return whether the page shows it in a frame: the beginning of a text of any length, or pages."""
        is_paged = kind_of(self.media_type).shown_as == _PDF
        return self.opens_inline and (self.is_text or (is_paged and self.size <= MOST_SHOWN))

    @property
    def is_infected(self) -> bool:
        """Return whether the scanner found something; such a file is kept, and never handed out."""
        return self.scan == Scan.INFECTED


class FileText(InOrganisation):
    """The text of a stored file, for the search. Derived: it can be read again from the file at any time.

    `trouble` is the code of why it cannot be read; `attempts` counts the tries.
    """

    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="reading")
    state = models.CharField(max_length=10, choices=TextState, default=TextState.WAITING)
    trouble = models.CharField(max_length=40, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    was_cut = models.BooleanField(default=False)
    text = models.TextField(blank=True, default="")

    objects: ClassVar[InOrganisationQuerySet["FileText"]] = InOrganisationQuerySet["FileText"].as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        """Name the file and how far its reading has come."""
        return f"{self.file_id}: {self.state}"

    @property
    def remark(self) -> str | Promise:
        """Return what people should know: that it waits, that only its beginning is found, or why it cannot be read.

        There is nothing to say about pictures.
        """
        if self.state == TextState.WAITING:
            return TextState.WAITING.label
        if self.was_cut:
            return _("Only the beginning of the text can be found by search: the file is longer than is read.")
        return TROUBLES.get(self.trouble, "") if self.trouble != _NOT_READ else ""
