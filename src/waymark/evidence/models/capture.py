"""One collected state of a piece of evidence: files, a link or a note. Never changed; a newer one supersedes it."""

from typing import ClassVar, Self

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.core.fields import LineField, ProseField
from waymark.evidence.files.promises import remarks_on
from waymark.evidence.files.remarks import sentences
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.file import StoredFile
from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet
from waymark.people.models.member import Member
from waymark.trail.door import Recorded


class Form(models.TextChoices):
    """What a capture consists of."""

    FILES = "files", _("Files")
    LINK = "link", _("Web link")
    NOTE = "note", _("Note")


class Source(models.TextChoices):
    """How a capture came in."""

    PERSON = "person", _("A person")
    IMPORT = "import", _("An import")
    API = "api", _("The API")
    CONSOLE = "console", _("The console")


class CaptureQuerySet(InOrganisationQuerySet["Capture"]):
    """Questions about captures."""

    def newest_first(self) -> Self:
        """Return the newest capture first."""
        return self.order_by("-number")

    def with_period(self) -> Self:
        """Return those that say which period they cover."""
        return self.filter(covers_from__isnull=False, covers_until__isnull=False)

    def held(self) -> Self:
        """Return those whose content is held: files, a link to a fixed version, an interview with role and day.

        Any other link may lead elsewhere tomorrow, and a note only describes what somebody saw (path.md section 2).
        """
        return self.filter(
            models.Q(form=Form.FILES)
            | models.Q(form=Form.LINK, is_fixed=True)
            | (models.Q(form=Form.NOTE) & ~models.Q(role=""))
        )

    def sent_as(self, key: str) -> Self:
        """Return the capture that one sending of a form made."""
        return self.filter(key=key)


class Capture(InOrganisation, Recorded):
    """What was collected, on which day, by whom, for which period, and until when it is valid as stated on it.

    `number` counts the captures of one piece of evidence from 1. `key` names one sending of a form, so that the same
    upload sent twice makes one capture. `role` is the role of the person a note tells about (an interview).
    `is_fixed` says that the link leads to a version that does not change; None where nobody said so.
    """

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="captures")
    number = models.PositiveIntegerField(verbose_name=_("number"))
    form = models.CharField(max_length=5, choices=Form, verbose_name=_("form"))
    link = models.URLField(max_length=2000, blank=True, default="", verbose_name=_("link"))
    note = ProseField(blank=True, default="", verbose_name=_("note"))
    role = LineField(blank=True, default="", verbose_name=_("role of the person interviewed"))
    is_fixed = models.BooleanField(null=True, blank=True, verbose_name=_("link to a fixed version"))
    collected_on = models.DateField(verbose_name=_("collected on"))
    collected_by = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("collected by")
    )
    covers_from = models.DateField(null=True, blank=True, verbose_name=_("covers from"))
    covers_until = models.DateField(null=True, blank=True, verbose_name=_("covers until"))
    valid_until = models.DateField(null=True, blank=True, verbose_name=_("valid until"))
    # Who brought what came in by the console; NULL where a member did it, and on captures from before this was asked.
    brought_by = LineField(null=True, blank=True, verbose_name=_("collected by, in words"))  # type: ignore[misc]
    source = models.CharField(max_length=7, choices=Source, default=Source.PERSON, verbose_name=_("source"))
    key = models.CharField(max_length=64, editable=False)

    concealed = not_in_history = frozenset({"key"})
    objects = CaptureQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # Who owes a check is asked of each unverified piece; so the row itself is not read for it.
            models.Index(fields=["evidence", "number", "collected_by"], name="evidence_capture_collector"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["evidence", "number"], name="evidence_capture_number"),
            models.UniqueConstraint(fields=["organisation", "key"], name="evidence_capture_sent_once"),
            models.CheckConstraint(
                condition=models.Q(covers_from=None, covers_until=None)
                | models.Q(covers_until__gte=models.F("covers_from")),
                name="evidence_capture_period",
            ),
        ]

    def __str__(self) -> str:
        """Name its place among the captures."""
        return f"{self.evidence.reference}/{self.number}"

    @property
    def is_held(self) -> bool:
        """Return whether its content is held here, as `CaptureQuerySet.held` asks the database."""
        return self.form == Form.FILES or bool(self.is_fixed if self.form == Form.LINK else self.role)

    @property
    def collector(self) -> str:
        """Return the name of who collected or brought it; empty where nobody was named."""
        return self.collected_by.name if self.collected_by else self.brought_by or ""

    @property
    def reference(self) -> str:
        """Return the evidence's reference with the number of the capture."""
        return f"EV-{self.evidence.number}/{self.number}"


class CaptureFile(InOrganisation, Recorded):
    """One file of a capture, under the name it was given with."""

    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="uses")
    position = models.PositiveSmallIntegerField(verbose_name=_("position"))
    name = LineField(max_length=300, verbose_name=_("name"))

    objects: ClassVar[InOrganisationQuerySet["CaptureFile"]] = InOrganisationQuerySet["CaptureFile"].as_manager()  # type: ignore[assignment]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["capture", "position"], name="evidence_capture_file_place"),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def name_remarks(self) -> list[str | Promise]:
        """Return what people should know about the name: other uses of the same content may have better ones."""
        return sentences(remarks_on(self.name, self.file.media_type))
