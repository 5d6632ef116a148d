"""New files are scanned and read in the background; what cannot be read is marked and never lost."""

import datetime as dt
import os
import time
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django_tasks_db.models import DBTaskResult

from tests.evidence import made
from tests.evidence.files import samples
from waymark.core.clock import now
from waymark.core.worker import Worker
from waymark.evidence import reading
from waymark.evidence.files.extraction.reading import Unreadable
from waymark.evidence.files.scanning import Scan as Answer
from waymark.evidence.files.scanning import Scanned
from waymark.evidence.files.store import content_store
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.file import FileText, Scan, StoredFile, TextState
from waymark.evidence.reading import MOST_ATTEMPTS, ReadingSlow, ScannerSilent, look_again, read_text, scan_file
from waymark.evidence.search.index import find
from waymark.people.models.member import Member
from waymark.trail.models import Entry

pytestmark = pytest.mark.django_db


def _file_text(owner: Member, content: bytes, name: str = "proof.pdf") -> FileText:
    made.evidence(owner, "Shown", what=made.collected(files=(made.kept_file(content, name),)))
    return FileText.objects.select_related("file").get()


def _work() -> None:
    worker = Worker()
    while worker.step():
        pass


def _failed() -> int:
    return DBTaskResult.objects.exclude(exception_class_path="").count()


def _scanner(settings: Any, monkeypatch: pytest.MonkeyPatch, *answers: Scanned) -> None:
    """Let the scanner, which stands outside, answer like this, one after the other."""
    settings.CONFIGURATION = replace(settings.CONFIGURATION, clamd="unix:/nowhere")
    scripted = iter(answers)
    monkeypatch.setattr(reading, "scan", lambda _file: next(scripted))


def test_reads_a_new_file_into_the_search(owner: Member) -> None:
    text = _file_text(owner, samples.pdf("Impact assessment of Alpha"))
    assert text.state == TextState.WAITING
    _work()
    text.refresh_from_db()
    assert (text.state, text.text, text.attempts) == (TextState.READ, "Impact assessment of Alpha", 1)
    (hit,) = find(owner.organisation_id, "impact alpha", allowed=Evidence.objects.of(owner.organisation))
    assert hit.evidence_id == Evidence.objects.get().pk
    assert _failed() == 0


@pytest.mark.parametrize(
    ("content", "trouble"),
    [(samples.pdf("x")[:200], "damaged"), (samples.OLE, "kind-not-read"), (samples.pdf(" "), "no-text")],
)
def test_marks_what_cannot_be_read(owner: Member, content: bytes, trouble: str) -> None:
    text = _file_text(owner, content)
    _work()
    text.refresh_from_db()
    assert (text.state, text.trouble) == (TextState.UNREADABLE, trouble)
    assert content_store().place(text.file.sha256).read_bytes() == content
    assert _failed() == 0
    (hit,) = find(owner.organisation_id, "shown", allowed=Evidence.objects.of(owner.organisation))
    assert hit.evidence_id


def test_marks_a_file_that_is_gone(owner: Member) -> None:
    text = _file_text(owner, samples.pdf("Lost and not found again"))
    content_store().place(text.file.sha256).unlink()
    _work()
    text.refresh_from_db()
    assert text.trouble == "gone"


def test_tries_three_times_what_takes_too_long(owner: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "text_of", lambda *_file: Unreadable("too-slow"))
    text = _file_text(owner, samples.PLAIN)
    for _turn in range(MOST_ATTEMPTS - 1):
        with pytest.raises(ReadingSlow):
            read_text.func(text.file_id)
    read_text.func(text.file_id)
    text.refresh_from_db()
    assert (text.state, text.trouble, text.attempts) == (TextState.UNREADABLE, "too-slow", MOST_ATTEMPTS)


def test_gives_up_on_a_file_that_took_three_workers_down(owner: Member) -> None:
    text = _file_text(owner, samples.PLAIN)
    FileText.objects.filter(pk=text.pk).update(attempts=MOST_ATTEMPTS)
    read_text.func(text.file_id)
    text.refresh_from_db()
    assert (text.state, text.trouble) == (TextState.UNREADABLE, "too-slow")


def test_does_each_thing_once_however_often_it_is_asked(owner: Member) -> None:
    text = _file_text(owner, samples.PLAIN)
    for _turn in range(3):
        read_text.func(text.file_id)
    text.refresh_from_db()
    assert text.attempts == 1
    read_text.func(10**9)
    scan_file.func(10**9)


def test_keeps_what_the_scanner_says(owner: Member, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _scanner(settings, monkeypatch, Scanned(Answer.CLEAN))
    text = _file_text(owner, samples.PLAIN)
    _work()
    assert StoredFile.objects.get().scan == Scan.CLEAN
    entry = Entry.objects.get(event="file.scanned")
    assert entry.actor_name == "Virus scanner"
    scan_file.func(text.file_id)
    assert Entry.objects.filter(event="file.scanned").count() == 1


def test_forgets_the_text_of_an_infected_file(owner: Member, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    text = _file_text(owner, samples.PLAIN)
    _work()
    _scanner(settings, monkeypatch, Scanned(Answer.INFECTED, "Eicar"))
    scan_file.func(text.file_id)
    _work()
    text.refresh_from_db()
    stored = StoredFile.objects.get()
    assert (stored.scan, stored.scan_note, stored.is_infected) == (Scan.INFECTED, "Eicar", True)
    assert (text.state, text.trouble, text.text) == (TextState.UNREADABLE, "infected", "")
    assert find(owner.organisation_id, "tested", allowed=Evidence.objects.of(owner.organisation)) == ()


def test_does_not_open_an_infected_file(owner: Member, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _scanner(settings, monkeypatch, Scanned(Answer.INFECTED, "Eicar"))
    text = _file_text(owner, samples.PLAIN)
    scan_file.func(text.file_id)
    FileText.objects.update(state=TextState.WAITING)
    read_text.func(text.file_id)
    text.refresh_from_db()
    assert text.trouble == "infected"


def test_says_that_the_scanner_is_silent_and_asks_again(
    owner: Member, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = Scanned(Answer.UNREACHABLE, "no answer in time")
    _scanner(settings, monkeypatch, silent, silent, Scanned(Answer.CLEAN))
    text = _file_text(owner, samples.PLAIN)
    for _turn in range(2):
        with pytest.raises(ScannerSilent):
            scan_file.func(text.file_id)
    stored = StoredFile.objects.get()
    assert (stored.scan, stored.scan_note) == (Scan.UNREACHABLE, "no answer in time")
    # The trail is told once, not at every attempt.
    assert Entry.objects.filter(event="file.scanned").count() == 1
    scan_file.func(text.file_id)
    assert StoredFile.objects.get().scan == Scan.CLEAN


def test_takes_up_what_fell_through(owner: Member, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    text = _file_text(owner, samples.PLAIN)
    DBTaskResult.objects.all().delete()
    look_again.func()
    assert DBTaskResult.objects.count() == 0
    with time_machine.travel(now() + dt.timedelta(hours=2)):
        look_again.func()
        assert DBTaskResult.objects.count() == 1
        _scanner(settings, monkeypatch, Scanned(Answer.CLEAN))
        look_again.func()
        assert DBTaskResult.objects.count() == 3
        _work()
    text.refresh_from_db()
    assert (text.state, StoredFile.objects.get().scan) == (TextState.READ, Scan.CLEAN)


def test_brings_a_new_title_to_the_search(owner: Member) -> None:
    evidence = made.evidence(owner, "First")
    _work()
    evidence = Evidence.objects.get()
    evidence.edit(
        by=owner, title="Second", about="", kind=evidence.kind, confidentiality=evidence.confidentiality, fresh_months=6
    )
    reading.catch_up.func()
    assert find(owner.organisation_id, "second", allowed=Evidence.objects.of(owner.organisation))


def test_sweeps_unfinished_uploads(owner: Member) -> None:
    left = content_store().incoming / "left.part"
    left.parent.mkdir(parents=True, exist_ok=True)
    left.write_bytes(b"half")
    os.utime(left, (time.time() - 100_000,) * 2)
    reading.sweep.func()
    assert not left.exists()
