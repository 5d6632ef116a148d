"""A work sheet somebody brought back: what was read from it, how it is understood, and what became of it."""

import json
from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar, Final, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.conformity.models.assessment import GapAssessment, RoundClosed
from waymark.core.clock import now
from waymark.core.errors import RuleBroken
from waymark.core.fields import LineField
from waymark.exchange.events import ExchangeEvent
from waymark.exchange.readings import Choices
from waymark.exchange.tables.workbook import Workbook
from waymark.people.models.member import Member
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.records.governed import Governed, GovernedQuerySet
from waymark.records.kinds import readable_with
from waymark.records.lifecycle import BEGINNING, STAYS, Guard, Lifecycle, Transition
from waymark.trail.actors import Acts


class SheetSettled(RuleBroken):
    """An import is taken over or discarded once; after that it is a record of what happened."""

    code = "import-settled"


class State(models.TextChoices):
    """Where an import stands."""

    PREVIEWED = "previewed", _("Waiting for a decision")
    APPLIED = "applied", _("Imported")
    DISCARDED = "discarded", _("Discarded")


def round_is_open(brought: "SheetImport") -> RuleBroken | None:
    """Return the refusal of the round where it is closed: nothing more is read for it or taken over."""
    try:
        brought.assessment.require_open()
    except RoundClosed as closed:
        return closed
    return None


def _while_waiting(
    act: str, label: Any, sentence: Any, to: str = STAYS, guard: Guard | None = round_is_open
) -> Transition:
    return Transition(
        act=act,
        sources=(State.PREVIEWED,),
        to=to,
        right=Can.MANAGE_AIMS,
        label=label,
        sentence=sentence,
        refused=SheetSettled,
        because=_("%(title)s is already imported or discarded."),
        way_out=_("Import the file again if it has changed."),
        guard=guard,
    )


LIFECYCLE: Final = Lifecycle(
    name="sheet-import",
    label=_("Import of a work sheet"),
    states=State,
    transitions=(
        Transition(
            act="bring",
            sources=(BEGINNING,),
            to=State.PREVIEWED,
            right=Can.MANAGE_AIMS,
            label=_("Import work sheet"),
            sentence=_("A filled-in sheet is read; nothing is imported yet."),
        ),
        _while_waiting("choose", _("Update preview"), _("The sheet, columns and values to import are chosen.")),
        _while_waiting("apply", _("Import sheet"), _("All changes of the sheet are imported, or none."), State.APPLIED),
        _while_waiting(
            "discard",
            _("Discard import"),
            _("Nothing is imported, and the contents of the file are deleted."),
            State.DISCARDED,
            guard=None,
        ),
    ),
)


class SheetImportQuerySet(GovernedQuerySet["SheetImport"]):
    """Questions about imports."""

    def visible_to(self, reader: Reader) -> Self:
        """Return all for those who import, or read the whole trail; nothing for anybody else."""
        return self if readable_with(reader, Can.MANAGE_AIMS, Can.READ_TRAIL) else self.none()

    def readable_by(self, readers: Sequence[Reader]) -> Self:
        """Return the imports of those organisations in which their reader may see them."""
        may = [one.organisation for one in readers if readable_with(one, Can.MANAGE_AIMS, Can.READ_TRAIL)]
        return self.filter(organisation__in=may)

    def into(self, assessment: GapAssessment) -> Self:
        """Return the imports into one round."""
        return self.filter(assessment=assessment)

    def untouched_like(self, brought: "SheetImport") -> Self:
        """Return the imports of the same file by the same person that wait as they were read."""
        names = ("sha256", "file_name", "format", "encoding", "brought_by")
        return self.filter(state=State.PREVIEWED, version=1, **{name: getattr(brought, name) for name in names})

    def light(self) -> Self:
        """Return the imports without what was read from their files."""
        return self.defer("table", "answers", "columns")


class SheetImport(Governed):
    """One file brought into one round. `table` is the table as it was read, as JSON text; a discarded one has none.

    `heading_row` and `first_row` are row numbers of the file (0: there is no heading); `columns` gives the 0-based
    column of each field; `answers` is what a person said about references, verdict words and dates. `counts` tells
    what the import did: points `new` (`first_ratings` and `first_notes`), `changed`, `unchanged`, rows that were
    `not_understood`, and what was decided about them.
    """

    assessment = models.ForeignKey(GapAssessment, on_delete=models.PROTECT, related_name="+")
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
        "answers": _("Settings of the import"),
        "counts": _("Result"),
    }
    prefix = "IMP"
    title_field = "file_name"
    searched = ("file_name",)
    lifecycle: ClassVar = LIFECYCLE
    objects = SheetImportQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = _("import of a work sheet")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state=State.APPLIED, applied_at__isnull=False)
                | (~models.Q(state=State.APPLIED) & models.Q(applied_at=None)),
                name="exchange_import_applied_at",
            ),
        ]

    def choose(self, choices: Choices, *, by: Acts) -> None:
        """Settle how the sheet is read; nothing is taken over by that. Raises SheetSettled and RoundClosed."""
        LIFECYCLE.require(self, "choose")
        self.understand(choices)
        self.commit(ExchangeEvent.MAPPED, by=by)

    def understand(self, choices: Choices) -> None:
        """Carry how the sheet is read, without storing it yet."""
        self.sheet, self.heading_row, self.first_row = choices.sheet, choices.heading_row, choices.first_row
        self.columns, self.answers = dict(choices.columns), choices.answers()

    def claim(self, counts: dict[str, Any], *, by: Acts) -> None:
        """Say that the import is taken over now; of two who say so at once one is refused. See `gap.take_over`.

        Raises SheetSettled and RoundClosed.
        """
        LIFECYCLE.require(self, "apply")
        self.state, self.applied_at, self.counts = State.APPLIED, now(), counts
        self.commit(ExchangeEvent.APPLIED, by=by, note=self.file_name)

    def discard(self, *, by: Acts) -> None:
        """Put the import away and forget what was in the file. Raises SheetSettled."""
        LIFECYCLE.require(self, "discard")
        self.state, self.table, self.answers = State.DISCARDED, "", {}
        self.commit(ExchangeEvent.DISCARDED, by=by, note=self.file_name)

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
            LIFECYCLE.require(self, "choose")
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
