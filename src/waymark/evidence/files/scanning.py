"""Asks ClamAV's clamd whether a file holds something harmful, and says so when it cannot be asked.

Spoken is clamd's INSTREAM: pieces with their length before them, an empty one at the end, one line as the answer.
"""

import re
import socket
import struct
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, Final
from urllib.parse import urlsplit

from django.conf import settings

_PIECE: Final = 64 * 1024
_LONGEST_ANSWER: Final = 4096
_PATIENCE: Final = 120.0
_FOUND: Final = re.compile(r"stream: (.{1,200}) FOUND")


class Scan(StrEnum):
    """How a scan ended."""

    CLEAN = "clean"
    INFECTED = "infected"
    NOT_CONFIGURED = "not-configured"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Scanned:
    """The end of a scan. `detail` is the name of what was found, or why no answer came; for operators, in English."""

    result: Scan
    detail: str = ""


def scan(file: BinaryIO, *, seconds: float = _PATIENCE) -> Scanned:
    """Have a file looked through, from where it stands to its end. It never takes longer than `seconds`."""
    return _ask(b"zINSTREAM\0", file, seconds)


def reach(*, seconds: float = 5.0) -> Scanned:
    """Ask the scanner for a sign of life: clean means that it answers."""
    return _ask(b"zPING\0", None, seconds)


def _ask(command: bytes, file: BinaryIO | None, seconds: float) -> Scanned:
    address: str | None = settings.CONFIGURATION.clamd
    if address is None:
        return Scanned(Scan.NOT_CONFIGURED)
    until = time.monotonic() + seconds
    try:
        with _connected(address, until) as line:
            line.sendall(command)
            if file is not None:
                _send(line, file, until)
            return _understood(_answer(line, until))
    except TimeoutError:
        return Scanned(Scan.UNREACHABLE, "no answer in time")
    except OSError as fault:
        return Scanned(Scan.UNREACHABLE, fault.strerror or type(fault).__name__)


def _connected(address: str, until: float) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname or "", parts.port or 0), timeout=_left(until))
    line = socket.socket(socket.AF_UNIX)
    try:
        line.settimeout(_left(until))
        line.connect(parts.path)
    except OSError:
        line.close()
        raise
    return line


def _send(line: socket.socket, file: BinaryIO, until: float) -> None:
    try:
        while piece := file.read(_PIECE):
            line.settimeout(_left(until))
            line.sendall(struct.pack(">I", len(piece)) + piece)
        line.sendall(struct.pack(">I", 0))
    except ConnectionError:
        # Past its own limit clamd says so and hangs up; what it said can still be read.
        return


def _answer(line: socket.socket, until: float) -> str:
    answer = b""
    while b"\0" not in answer and len(answer) < _LONGEST_ANSWER:
        line.settimeout(_left(until))
        piece = line.recv(_LONGEST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _understood(answer: str) -> Scanned:
    if answer in ("stream: OK", "PONG"):
        return Scanned(Scan.CLEAN)
    if found := _FOUND.fullmatch(answer):
        return Scanned(Scan.INFECTED, found[1])
    if "size limit exceeded" in answer:
        return Scanned(Scan.UNREACHABLE, "the file is larger than clamd takes (StreamMaxLength)")
    shown = "".join(character if character.isprintable() else "?" for character in answer[:100])
    return Scanned(Scan.UNREACHABLE, f"it answered: {shown}" if shown else "it hung up without an answer")


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
