"""Files of evidence, measured: `python -m bench.evidence_files`, or only the search with `search` after it."""

import bench.ground  # noqa: F401, I001 -- a throw-away installation, made before Django reads its settings

import io
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
from django.conf import settings

from bench.organisation import grown, prepare
from tests.evidence.files import samples
from tests.evidence.files.uploading import growth, served
from waymark.evidence.events import EvidenceEvent
from waymark.evidence.files.extraction.reading import Text, text_of
from waymark.evidence.files.store import content_store, keep
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.file import StoredFile
from waymark.evidence.search import index
from waymark.evidence.search.dialect import Document
from waymark.evidence.verifying import verify
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.trail.actors import CONSOLE
from waymark.trail.door import commit_all

MIB = 1024 * 1024
DOCUMENTS, WORDS = 5_000, 400
_OFFICE = "application/vnd.openxmlformats-officedocument."


def main() -> None:
    """Measure and print."""
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    user, framework = prepare()
    organisation = grown(user, framework, "files", rounds=1, announce=lambda _text: None)
    member = Member.objects.of(organisation).order_by("pk")[0]
    print(f"{'what':52}{'figure':>14}   budget")
    if "search" not in sys.argv:
        _uploading()
        _keeping()
        _verifying(organisation)
        _reading()
    _searching(organisation, member)


def _row(what: str, figure: str, budget: str = "") -> None:
    print(f"{what:52}{figure:>14}   {budget}", flush=True)


def _timed(act: Callable[[], object]) -> float:
    at = time.perf_counter()
    act()
    return time.perf_counter() - at


def _uploading() -> None:
    """Send half a gigabyte, made on the way, to the product's own server."""
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), limit=600) as server:
        at = time.perf_counter()
        grown_by, _answer = growth(server, 500 * MIB)
        _row("upload of 500 MiB: growth of the worker", f"{grown_by / MIB:.1f} MiB", "32 MiB")
        _row("upload of 500 MiB: time, sending included", f"{time.perf_counter() - at:.1f} s")


def _keeping() -> None:
    content = io.BytesIO(os.urandom(100 * MIB))
    for what in ("kept for the first time", "kept again"):
        content.seek(0)
        _row(f"100 MiB {what}", f"{100 / _timed(lambda: keep(content, limit=200 * MIB)):.0f} MiB/s")


def _verifying(organisation: Organisation) -> None:
    """Compare with the system's own program on the same files, one after the other, twice."""
    shutil.rmtree(content_store().location)
    kept = [keep(io.BytesIO(os.urandom(20 * MIB)), limit=200 * MIB) for _turn in range(25)]
    rows = [
        StoredFile(organisation=organisation, sha256=one.sha256, size=one.size, media_type=one.media_type)
        for one in kept
    ]
    commit_all(rows, EvidenceEvent.STORED, by=CONSOLE)
    paths = [str(content_store().place(one.sha256)) for one in kept]
    ours, theirs = [], []
    for _turn in range(3):
        program = shutil.which("sha256sum") or "sha256sum"
        theirs.append(_timed(lambda: subprocess.run([program, *paths], check=True, stdout=subprocess.DEVNULL)))  # noqa: B023, S603 -- run at once; the system's own program
        ours.append(_timed(lambda: [one for one in verify() if one.fault]))
    _row("evidence verify, 500 MiB", f"{500 / min(ours):.0f} MiB/s")
    _row("evidence verify: time of sha256sum", f"{min(ours) / min(theirs):.2f} times", "1.3 times")


def _reading() -> None:
    document = docx.Document()
    for _turn in range(2_000):
        document.add_paragraph("The model was reviewed, and its limits were written down. " * 2)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(5_000):
        sheet.append([f"6.1.{number}", "No finding", number, "A sentence about what was seen there."])
    made: dict[str, tuple[str, bytes]] = {
        "PDF of 200 pages": ("application/pdf", samples.pdf("A line of text on each page", pages=200)),
        "DOCX of 2,000 paragraphs": (f"{_OFFICE}wordprocessingml.document", _saved(document.save)),
        "XLSX of 5,000 rows": (f"{_OFFICE}spreadsheetml.sheet", _saved(book.save)),
        "plain text of 400 kB": ("text/plain", b"A line of plain text.\n" * 20_000),
    }
    with tempfile.TemporaryDirectory() as folder:
        for what, (media_type, content) in made.items():
            path = Path(folder) / "file"
            path.write_bytes(content)
            spent = [_timed(lambda path=path, kind=media_type: _read(path, kind)) for _turn in range(3)]  # type: ignore[misc]  # the loop's values are bound on purpose
            _row(f"text of a {what}", f"{min(spent) * 1000:.0f} ms", "30 s")


def _read(path: Path, media_type: str) -> None:
    if not isinstance(text_of(path, media_type), Text):
        raise TypeError(media_type)


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    made = io.BytesIO()
    save(made)
    return made.getvalue()


def _searching(organisation: Organisation, member: Member) -> None:
    chance = random.Random(42)  # noqa: S311 -- the same documents each time
    words = [f"{chance.choice('bcdfglmnprst')}{chance.choice('aeiou')}{number:x}" for number in range(20_000)]
    weights = [1 / (place + 1) for place in range(len(words))]
    items = [
        Evidence(
            organisation=organisation, number=100_000 + number, title=f"Evidence {words[number]}", owner=member,
            fresh_months=12,
        )
        for number in range(DOCUMENTS)
    ]  # fmt: skip
    for start in range(0, DOCUMENTS, 500):
        commit_all(items[start : start + 500], EvidenceEvent.BEGUN, by=CONSOLE)
    texts = [" ".join(chance.choices(words, weights, k=WORDS)) for _one in items]
    at = time.perf_counter()
    for one, text in zip(items, texts, strict=True):
        index.put(Document(one.pk, one.version, one.title, "", text))
    _row(f"indexing one of {DOCUMENTS:,} documents", f"{(time.perf_counter() - at) / DOCUMENTS * 1000:.1f} ms")
    for what, query in {
        "a rare word": words[3_000],
        "the commonest word": words[0],
        "three words": f"{words[1]} {words[2]} {words[50]}",
        "the beginning of a word": words[4_000][:2],
        "a word of every title": "evidence",
    }.items():
        allowed = Evidence.objects.of(organisation).visible_to(member)
        spent = [
            _timed(lambda query=query, allowed=allowed: index.find(organisation.pk, query, allowed=allowed, limit=50))  # type: ignore[misc]  # as above
            for _turn in range(40)
        ]
        found = len(index.find(organisation.pk, query, allowed=allowed, limit=50))
        figure = f"{statistics.median(spent) * 1000:.1f} / {sorted(spent)[37] * 1000:.1f}"
        _row(f"search for {what} ({found} hits), p50/p95", f"{figure} ms", "150 ms")


if __name__ == "__main__":
    main()
