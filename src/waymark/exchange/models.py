"""A work sheet somebody brought back: what was read from it, how it is understood, and what became of it."""

import json
from functools import cached_property
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.conformity.models.assessment import GapAssessment
from waymark.core.clock import now
from waymark.core.errors import RuleBroken
from waymark.core.fields import LineField
from waymark.exchange.events import ExchangeEvent
from waymark.exchange.sheet_rows import Choices
from waymark.exchange.tables.workbook import Workbook
from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet
from waymark.people.models.member import Member
from waymark.trail.actors import Acts
from waymark.trail.door import Recorded


class SheetSettled(RuleBroken):
    """An import is taken over or discarded once; after that it is a record of what happened."""

    code = "import-settled"


class State(models.TextChoices):
    """Where an import stands."""

    PREVIEWED = "previewed", _("Waiting for a decision")
    APPLIED = "applied", _("Taken over")
    DISCARDED = "discarded", _("Discarded")


class SheetImportQuerySet(InOrganisationQuerySet["SheetImport"]):
    """Questions about imports."""

    def into(self, assessment: GapAssessment) -> Self:
        """Return the imports into one round."""
        return self.filter(assessment=assessment)

    def numbered(self, number: int) -> Self:
        """Return the import with this number."""
        return self.filter(number=number)

    def light(self) -> Self:
        """Return the imports without what was read from their files."""
        return self.defer("table", "answers", "columns")

    def newest_first(self) -> Self:
        """Return the newest import first."""
        return self.order_by("-number")


class SheetImport(InOrganisation, Recorded):
    """One file brought into one round. `table` is the table as it was read, as JSON text; a discarded one has none.

    `heading_row` and `first_row` are row numbers of the file (0: there is no heading); `columns` gives the 0-based
    column of each field; `answers` is what a person said about references, verdict words and dates. `counts` tells
    what the import did: points `new`, `changed`, `unchanged`, rows `not_understood`, and what was decided about them.
    """

    assessment = models.ForeignKey(GapAssessment, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(editable=False)
    file_name = LineField()
    sha256 = models.CharField(max_length=64)
    format = models.CharField(max_length=4)
    encoding = models.CharField(max_length=20, blank=True, default="")
    table = models.TextField(blank=True, default="")
    sheet = models.PositiveSmallIntegerField(default=0)
    heading_row = models.PositiveIntegerField(default=0)
    first_row = models.PositiveIntegerField(default=1)
    columns = models.JSONField(default=dict, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.PREVIEWED, editable=False)
    brought_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    applied_at = models.DateTimeField(null=True, blank=True, editable=False)
    counts = models.JSONField(default=dict, blank=True, editable=False)

    # What a file says is shown to those who may import, not written into a chain that never forgets.
    concealed = frozenset({"table", "answers"})
    labels: ClassVar = {
        "assessment": _("Gap assessment"),
        "sha256": _("SHA-256 of the file"),
        "answers": _("What was said about the sheet"),
        "counts": _("What it did"),
    }
    objects = SheetImportQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="exchange_import_number"),
            models.CheckConstraint(
                condition=models.Q(state=State.APPLIED, applied_at__isnull=False)
                | (~models.Q(state=State.APPLIED) & models.Q(applied_at=None)),
                name="exchange_import_applied_at",
            ),
        ]

    def __str__(self) -> str:
        """Return the file name."""
        return self.file_name

    def require_waiting(self) -> None:
        """Raise SheetSettled unless a decision is still to be made."""
        if self.is_waiting:
            return
        if self.is_applied:
            message = _("%(name)s was taken over already; it is not taken over twice.")
        else:
            message = _("%(name)s was discarded.")
        raise SheetSettled(
            message % {"name": self.file_name}, way_out=_("Import the file again if there is something new in it.")
        )

    def choose(self, choices: Choices, *, by: Acts) -> None:
        """Settle how the sheet is read; nothing is taken over by that."""
        self.require_waiting()
        self.understand(choices)
        self.commit(ExchangeEvent.MAPPED, by=by)

    def understand(self, choices: Choices) -> None:
        """Carry how the sheet is read, without storing it yet."""
        self.sheet, self.heading_row, self.first_row = choices.sheet, choices.heading_row, choices.first_row
        self.columns, self.answers = dict(choices.columns), choices.answers()

    def claim(self, counts: dict[str, Any], *, by: Acts) -> None:
        """Say that the import is taken over now; of two who say so at once one is refused. See `gap.take_over`."""
        self.require_waiting()
        self.state, self.applied_at, self.counts = State.APPLIED, now(), counts
        self.commit(ExchangeEvent.APPLIED, by=by, note=self.file_name)

    def discard(self, *, by: Acts) -> None:
        """Put the import away and forget what was in the file."""
        self.require_waiting()
        self.state, self.table, self.answers = State.DISCARDED, "", {}
        self.commit(ExchangeEvent.DISCARDED, by=by, note=self.file_name)

    @property
    def reference(self) -> str:
        """Return the short human reference."""
        return f"IMP-{self.number}"

    @property
    def is_waiting(self) -> bool:
        """Return whether a decision is still to be made."""
        return self.state == State.PREVIEWED

    @property
    def is_applied(self) -> bool:
        """Return whether the sheet was taken over."""
        return self.state == State.APPLIED

    @property
    def source(self) -> str:
        """Return what each judgement says about where it comes from: a number, since the file's name is hidden."""
        return f"import: {self.reference}"

    @cached_property
    def workbook(self) -> Workbook:
        """Return the table as it was read. Raises SheetSettled where it was discarded."""
        if not self.table:
            self.require_waiting()
        return Workbook.from_plain(json.loads(self.table))

    @property
    def choices(self) -> Choices:
        """Return how the sheet is read."""
        return Choices.from_answers(
            self.answers,
            sheet=self.sheet,
            heading_row=self.heading_row,
            first_row=self.first_row,
            columns=self.columns,
        )
