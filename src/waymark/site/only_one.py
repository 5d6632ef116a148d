"""One supervisor a data folder: two would write to the same files, each with its own worker."""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final, TextIO

LOCK: Final = "running.lock"


class AlreadyRunning(Exception):
    """Another supervisor has the data folder, in a sentence for the person who starts Waymark."""


@contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Hold the data folder for as long as this process lives, however it ends. Raises AlreadyRunning."""
    with ExitStack() as stack:
        # Where nothing can be written, nothing can be written twice; the set-up says what is wrong with the folder.
        with suppress(OSError):
            data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.access(data, os.W_OK | os.X_OK):
            _take(stack.enter_context(_opened(data / LOCK)), data)
        yield


def _opened(lock: Path) -> TextIO:
    try:
        # Never through a link: what it leads to would be written over.
        number = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600)
    except OSError as refused:
        raise AlreadyRunning(
            f"Waymark cannot use {lock}: {refused.strerror}. Remove it, then start again."
        ) from refused
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise AlreadyRunning(f"Waymark cannot use {lock}: it is not an ordinary file. Remove it, then start again.")
    return os.fdopen(number, "r+", encoding="ascii")


def _take(held: TextIO, data: Path) -> None:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as taken:
        held.seek(0)
        process = held.read(20).strip()
        by = f" (process {process})" if process.isdigit() else ""
        raise AlreadyRunning(
            f"Waymark is already running with the data in {data}{by}. Stop it first, or choose another "
            "folder with WAYMARK_DATA."
        ) from taken
    held.truncate(0)
    held.write(str(os.getpid()))
    held.flush()
