"""Jobs that write down when they run, for tests of the worker; imported by workers in processes of their own."""

import datetime as dt
import os
import time
from pathlib import Path

from waymark.core.errors import RuleBroken
from waymark.core.jobs import job

SOON = dt.timedelta(milliseconds=50)
HIDDEN = "the secret text of somebody's evidence"


def runs(folder: Path | None = None) -> list[str]:
    """Return what has run so far, a line each."""
    file = (folder or Path(os.environ["WAYMARK_DATA"])) / "runs.txt"
    return file.read_text().splitlines() if file.exists() else []


def note(what: str) -> None:
    """Write a line whole, also when another process is killed in the middle of its own."""
    with (Path(os.environ["WAYMARK_DATA"]) / "runs.txt").open("a") as file:
        file.write(f"{what}\n")


@job(label="Noting a number")
def notes(number: int) -> None:
    note(f"notes {number}")


@job(label="Failing", retries=2, pause=SOON)
def fails(number: int) -> None:
    note(f"fails {number}")
    raise ValueError(HIDDEN)


@job(label="Refused", retries=0)
def refused(number: int) -> None:
    raise RuleBroken("This file is not a document.", code="not-a-document")


@job(label="Full disk", retries=0)
def full(number: int) -> None:
    raise OSError(28, "No space left on device", "/secret/place")


@job(label="Lasting", retries=1, lease=dt.timedelta(seconds=2), pause=SOON)
def lasts(number: int) -> None:
    """Take for ever the first time, and end at once when it runs again."""
    again = f"lasts {number}" in runs()
    note(f"lasts {number}")
    if not again:
        time.sleep(600)
    note(f"lasted {number}")


@job(label="Long")
def long(number: int) -> None:
    """Take for ever, within its lease."""
    note(f"long {number}")
    time.sleep(600)


@job(label="Every second", every=dt.timedelta(seconds=1))
def every_second() -> None:
    note("every second")
