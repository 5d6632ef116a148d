"""Background work on files of evidence: scanning them, reading their text, and keeping the search up to date.

Each job looks first whether there is anything left to do, so running one twice does no harm. A file that cannot be
read is marked so, and stays what it is.
"""

import datetime as dt
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.core.clock import now
from waymark.core.errors import RuleBroken
from waymark.core.jobs import job
from waymark.evidence import indexing
from waymark.evidence.files.extraction.reading import Text, Unreadable, text_of
from waymark.evidence.files.refusals import FileMissing
from waymark.evidence.files.scanning import Scan as Answer
from waymark.evidence.files.scanning import scan
from waymark.evidence.files.store import content_store, open_file
from waymark.evidence.models.file import FileText, Scan, StoredFile, TextState
from waymark.trail.actors import Actor

SCANNER: Final = Actor("console", None, "Virus scanner")
MOST_ATTEMPTS: Final = 3
BATCH: Final = 500
_MAY_PASS: Final = frozenset({"too-slow"})
"""Troubles that a quieter hour may cure."""
_STATES: Final = {Answer.CLEAN: Scan.CLEAN, Answer.INFECTED: Scan.INFECTED, Answer.UNREACHABLE: Scan.UNREACHABLE}


class ScannerSilent(RuleBroken):
    """The scanner gave no answer; the file is kept and marked, and the scan is tried again."""

    code = "scanner-silent"


class ReadingSlow(RuleBroken):
    """Reading a file took too long this time; it is tried again."""

    code = "reading-slow"


@job(label=gettext_lazy("Scanning an evidence file"), retries=5, lease=dt.timedelta(minutes=5))
def scan_file(file_id: int) -> None:
    """Have one file looked through, if a scanner is set up. Raises ScannerSilent."""
    file = StoredFile.objects.filter(pk=file_id).exclude(scan__in=[Scan.CLEAN, Scan.INFECTED]).first()
    if file is None or settings.CONFIGURATION.clamd is None:
        return
    try:
        with open_file(file.sha256) as content:
            answered = scan(content)
    except FileMissing:
        # `waymark evidence verify` tells of it; there is nothing to look through.
        return
    state = _STATES[answered.result]
    if (file.scan, file.scan_note) != (state, answered.detail[:200]):
        file.note_scan(state, answered.detail, by=SCANNER)
    if state == Scan.INFECTED:
        _settle(file_id, Unreadable("infected"))
    if state == Scan.UNREACHABLE:
        raise ScannerSilent(_("The virus scanner did not answer: %(why)s.") % {"why": answered.detail})


@job(label=gettext_lazy("Reading the text of a file"), retries=MOST_ATTEMPTS - 1, lease=dt.timedelta(minutes=5))
def read_text(file_id: int) -> None:
    """Read the text of one file into the search, or note why it cannot be read. Raises ReadingSlow to try again."""
    reading = FileText.objects.filter(file_id=file_id, state=TextState.WAITING).select_related("file").first()
    if reading is None:
        return
    attempts = reading.attempts + 1
    # Counted before the attempt: a file that takes the worker down with it is not tried for ever.
    FileText.objects.filter(pk=reading.pk).update(attempts=attempts)
    if reading.file.is_infected:
        found: Text | Unreadable = Unreadable("infected")
    elif attempts > MOST_ATTEMPTS:
        found = Unreadable("too-slow")
    else:
        found = text_of(content_store().place(reading.file.sha256), reading.file.media_type)
    if isinstance(found, Unreadable) and found.code in _MAY_PASS and attempts < MOST_ATTEMPTS:
        raise ReadingSlow(_("Reading the file took too long and will be retried."))
    _settle(file_id, found)


@job(label=gettext_lazy("Indexing evidence for the search"))
def index_evidence(evidence_id: int) -> None:
    """Index one piece of evidence as it is now."""
    indexing.index_evidence(evidence_id)


@job(label=gettext_lazy("Updating the search index"), every=dt.timedelta(minutes=1))
def catch_up() -> None:
    """Index what changed and was not indexed yet, whoever changed it."""
    while indexing.index_outdated() == indexing.BATCH:
        continue


@job(label=gettext_lazy("Looking for unread files"), every=dt.timedelta(hours=1))
def look_again() -> None:
    """Queue what fell through: readings that never ended, and scans from before there was a scanner, or without it."""
    before = now() - dt.timedelta(hours=1)
    waiting = FileText.objects.filter(state=TextState.WAITING, file__created_at__lt=before).order_by("pk")
    for file_id in waiting.values_list("file_id", flat=True)[:BATCH]:
        read_text.enqueue(file_id)
    if settings.CONFIGURATION.clamd is None:
        return
    unscanned = StoredFile.objects.filter(scan__in=[Scan.NOT_SCANNED, Scan.UNREACHABLE], created_at__lt=before)
    for file_id in unscanned.order_by("pk").values_list("pk", flat=True)[:BATCH]:
        scan_file.enqueue(file_id)


@job(label=gettext_lazy("Removing unfinished uploads"), every=dt.timedelta(days=1), at=dt.time(3, 30))
def sweep() -> None:
    """Remove what a crash or a sender who broke off left behind; what is whole stays."""
    content_store().sweep()


def take_in(file_id: int) -> None:
    """Queue what happens to a new file; call it in the transaction that keeps its record."""
    if settings.CONFIGURATION.clamd is not None:
        scan_file.enqueue(file_id)
    read_text.enqueue(file_id)


def _settle(file_id: int, found: Text | Unreadable) -> None:
    """Keep how the reading ended, and let the search know."""
    rows = FileText.objects.filter(file_id=file_id)
    if isinstance(found, Text):
        rows.update(state=TextState.READ, trouble="", text=found.text, was_cut=found.was_cut)
    else:
        rows.update(state=TextState.UNREADABLE, trouble=found.code, text="", was_cut=False)
    for evidence_id in indexing.evidence_with(file_id):
        index_evidence.enqueue(evidence_id)
