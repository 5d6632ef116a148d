"""Importing a filled-in gap work sheet: read, look at what it would do, take it over as a whole or not at all."""

import hashlib
import json
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.judgement import Judgement
from waymark.conformity.queries import picture_of, tree_of
from waymark.conformity.ratings import Rating
from waymark.conformity.rounds import judge_many
from waymark.conformity.scale import Exclusion, Severity, Verdict
from waymark.core.errors import RuleBroken
from waymark.core.text import is_invisible, normal
from waymark.exchange.events import ExchangeEvent
from waymark.exchange.models import LIFECYCLE, SheetImport
from waymark.exchange.preview import Preview, look
from waymark.exchange.reading_options import ReadingOptions
from waymark.exchange.readings import Ground, Place, visible
from waymark.exchange.table_sentences import refused
from waymark.exchange.tables.refusals import TableRefused
from waymark.exchange.tables.sandbox import read_safely
from waymark.exchange.tables.words import folded
from waymark.exchange.tables.workbook import Workbook
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation, next_number
from waymark.trail.actors import Actor
from waymark.trail.chain import lock_chain

MAX_ROWS: Final = 5_000
"""Rows of one sheet; the largest round has some 200 points."""
MAX_TABLE: Final = 8
"""Million characters of text that are kept from one file."""
_CHUNK: Final = 1024 * 1024


class PreviewChanged(RuleBroken):
    """What the import would do is no longer what the person saw."""

    code = "preview-changed"


class RowsNotUnderstood(RuleBroken):
    """Rows were not understood, and nobody chose to leave them out."""

    code = "rows-not-understood"


class PartlyExcluded(RuleBroken):
    """A control is excluded as a whole; points of it that somebody rated meanwhile cannot be kept."""

    code = "partly-excluded"


class NothingToTake(RuleBroken):
    """The sheet says nothing that is not in Waymark already."""

    code = "nothing-to-take"


@dataclass(frozen=True, slots=True)
class _Reading:
    workbook: Workbook
    sha256: str
    file_name: str


def read_sheet(
    assessment: GapAssessment,
    path: Path,
    filename: str,
    *,
    by: Member | Actor,
    encoding: str | None = None,
    options: ReadingOptions | None = None,
) -> SheetImport:
    """Read a file for an open round and keep what was read; no rating changes by that.

    A file that the same person brought already, and that waits as it was read, is kept once, as after a double click.
    Raises RoundClosed, and SheetRefused where the file is no table that can be read: then nothing is stored.
    """
    assessment.require_open()
    reading = _read(path, filename, encoding)
    brought = _draft(assessment, reading, options, by=by)
    with transaction.atomic():
        lock_chain(assessment.organisation_id)
        there = SheetImport.objects.of(assessment.organisation).into(assessment).untouched_like(brought).first()
        if there is not None:
            return there
        brought.number = next_number(assessment.organisation, SheetImport.prefix)
        brought.commit(ExchangeEvent.READ, by=by, note=brought.file_name)
    return brought


def bring(
    assessment: GapAssessment,
    chunks: Iterable[bytes],
    filename: str,
    *,
    by: Member | Actor,
    encoding: str | None = None,
) -> SheetImport:
    """Read an uploaded file as `read_sheet` does; it lies in a folder of its own, which is removed in any case."""
    assessment.require_open()
    with tempfile.TemporaryDirectory(prefix="waymark-import-") as folder:
        path = Path(folder) / "table"
        with path.open("wb") as file:
            file.writelines(chunks)
        return read_sheet(assessment, path, filename, by=by, encoding=encoding)


def preview(brought: SheetImport) -> Preview:
    """Return what the import would do now. Two queries; nothing is stored."""
    sheets = brought.workbook.sheets
    return look(sheets[min(brought.sheet, len(sheets) - 1)], brought.choices, ground_of(brought.assessment))


def take_over(
    brought: SheetImport,
    *,
    by: Member | Actor,
    digest: str,
    leave_out: bool = False,
    sheet_wins: bool = False,
) -> list[Judgement]:
    """Import the sheet: every change or none, and only if it still does what `digest` (of the preview) says.

    `leave_out` leaves out rows that were not understood; `sheet_wins` also takes changes to points that somebody
    judged after the export. Raises RoundClosed, SheetSettled, PreviewChanged, RowsNotUnderstood, PartlyExcluded,
    NothingToTake, and StaleRecord where somebody else was a moment earlier.
    """
    assessment = brought.assessment
    LIFECYCLE.require(brought, "apply")
    with transaction.atomic():
        # Judges of the same round wait here, so that the dry run below and the act see the same.
        lock_chain(brought.organisation_id)
        GapAssessment.objects.of(brought.organisation).get(pk=assessment.pk).require_open()
        dry = preview(brought)
        _require(dry, digest=digest, leave_out=leave_out, sheet_wins=sheet_wins)
        left_out = list(dry.rows_not_understood)
        counts = {**dry.counts(), "left_out": left_out, "sheet_wins": sheet_wins, "digest": digest}
        brought.claim(counts, by=by)
        return judge_many(assessment, _ratings(assessment, dry, sheet_wins=sheet_wins), by=by, source=brought.source)


def import_gap(  # noqa: PLR0913 -- the parts of one act
    organisation: Organisation,
    assessment: GapAssessment,
    path: Path,
    *,
    by: Member | Actor,
    apply: bool,
    leave_out: bool = False,
    encoding: str | None = None,
    options: ReadingOptions | None = None,
) -> Preview:
    """Import a file in one go, as the console does; without `apply` only look, and store nothing.

    Raises what `read_sheet` and `take_over` raise, ReadingRefused where `options` name what does not exist, and
    GapAssessment.DoesNotExist for a round of somebody else.
    """
    own = GapAssessment.objects.of(organisation).get(pk=assessment.pk)
    if not apply:
        own.require_open()
        return preview(_draft(own, _read(path, path.name, encoding), options, by=by))
    with transaction.atomic():
        brought = read_sheet(own, path, path.name, by=by, encoding=encoding, options=options)
        seen = preview(brought)
        take_over(brought, by=by, digest=seen.digest, leave_out=leave_out)
    return seen


def ground_of(assessment: GapAssessment) -> Ground:
    """Return the round as the preview needs it. Two queries."""
    picture = picture_of(assessment)
    tree = picture.outline
    places = {
        view.point.ref: Place(
            view.point.ref,
            one.ref,
            view.point.text,
            one.requirement.is_control,
            view.found,
            one.assignment.owner,
        )
        for one in picture.requirements
        for view in one.points
    }
    left = [one for one in tree.auditable if one.ref not in picture.by_ref]
    return Ground(
        reference=assessment.reference,
        places=places,
        requirements={one.ref: tuple(view.point.ref for view in one.points) for one in picture.requirements},
        outside=frozenset({one.ref for one in left} | {point.ref for one in left for point in one.points}),
        headings=frozenset(one.ref for one in tree.requirements if not one.is_auditable),
        verdicts={folded(str(verdict.label)): verdict.value for verdict in Verdict},
        severities={folded(str(severity.label)): severity.value for severity in Severity},
        reason_codes={folded(word): one.value for one in Exclusion for word in (one.value, str(one.label))},
        titles={one.ref: one.title for one in tree.requirements},
        standard=tree.title,
    )


def _read(path: Path, filename: str, encoding: str | None) -> _Reading:
    try:
        workbook = read_safely(path, filename, encoding=encoding, max_rows=MAX_ROWS)
    except TableRefused as refusal:
        raise refused(refusal) from refusal
    return _Reading(workbook, _sha256(path), _shown_name(filename))


def _shown_name(filename: str) -> str:
    name = normal(visible(filename, limit=200))
    return str(_("Work sheet")) if is_invisible(name) else name


def _sha256(path: Path) -> str:
    sum_so_far = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            sum_so_far.update(chunk)
    return sum_so_far.hexdigest()


def _draft(
    assessment: GapAssessment, reading: _Reading, options: ReadingOptions | None, *, by: Member | Actor
) -> SheetImport:
    # Plain ASCII: a lone surrogate or a NUL in a cell must not meet the database as such.
    table = json.dumps(reading.workbook.to_plain(), ensure_ascii=True, separators=(",", ":"))
    if len(table) > MAX_TABLE * 1_000_000:
        raise refused(TableRefused("too_much_text", limit=MAX_TABLE))
    brought = SheetImport(
        organisation=assessment.organisation,
        assessment=assessment,
        file_name=reading.file_name,
        sha256=reading.sha256,
        format=reading.workbook.kind,
        encoding=reading.workbook.encoding,
        table=table,
        brought_by=by if isinstance(by, Member) else None,
    )
    brought.understand((options or ReadingOptions()).choices(reading.workbook, ground_of(assessment)))
    return brought


def _require(dry: Preview, *, digest: str, leave_out: bool, sheet_wins: bool) -> None:
    if dry.digest != digest:
        raise PreviewChanged(
            _("The import has changed since your preview: someone rated points or changed the settings."),
            way_out=_("Check the preview again. Nothing was saved yet."),
        )
    if dry.misunderstood and not leave_out:
        raise RowsNotUnderstood(
            _("Some rows were not understood, so nothing was saved."),
            way_out=_("Correct them in the file and import it again, or skip these rows."),
        )
    if dry.partly_excluded and not sheet_wins:
        raise PartlyExcluded(
            _("Controls are excluded as a whole, and points of %(controls)s were rated by someone else meanwhile.")
            % {"controls": ", ".join(dry.partly_excluded)},
            way_out=_("Use the values of the sheet, or correct these rows in the file. Nothing was saved yet."),
        )
    if not dry.taken(sheet_wins=sheet_wins):
        raise NothingToTake(_("The sheet contains no changes. Nothing was saved."))


def _ratings(assessment: GapAssessment, dry: Preview, *, sheet_wins: bool) -> list[Rating]:
    tree = tree_of(assessment.organisation, assessment.framework_id)
    return [
        Rating(tree.point(one.place.ref), one.entered, one.base_revision) for one in dry.taken(sheet_wins=sheet_wins)
    ]
