"""The scanner's answer is believed, its silence is said, and nothing it does holds us up."""

import io
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from waymark.evidence.files.scanning import Scan, Scanned, reach, scan

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def _stream(line: socket.socket) -> bytes:
    """Read what is sent as clamd does."""
    content = b""
    with line.makefile("rb") as reader:
        while length := struct.unpack(">I", reader.read(4))[0]:
            content += reader.read(length)
    return content


def _judge(line: socket.socket) -> None:
    if _command(line) == b"zPING\0":
        line.sendall(b"PONG\0")
        return
    is_bad = EICAR in _stream(line)
    line.sendall(b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if is_bad else b"stream: OK\0")


def _command(line: socket.socket) -> bytes:
    command = b""
    while not command.endswith(b"\0"):
        command += line.recv(1)
    return command


@contextmanager
def _listening(settings: Any, behave: Callable[[socket.socket], None], at: Path | None = None) -> Iterator[None]:
    """Be a scanner that behaves like this for one caller."""
    listener = socket.socket(socket.AF_UNIX if at else socket.AF_INET)
    listener.bind(str(at) if at else ("127.0.0.1", 0))
    listener.listen()
    address = f"unix:{at}" if at else f"tcp://127.0.0.1:{listener.getsockname()[1]}"
    settings.CONFIGURATION = replace(settings.CONFIGURATION, clamd=address)

    def serve() -> None:
        line, _whence = listener.accept()
        # Whoever waited no longer has hung up.
        with closing(line), suppress(OSError):
            behave(line)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield
    finally:
        thread.join(5)
        listener.close()


def test_says_that_no_scanner_is_set_up() -> None:
    assert scan(io.BytesIO(b"x")) == Scanned(Scan.NOT_CONFIGURED)
    assert reach() == Scanned(Scan.NOT_CONFIGURED)


@pytest.mark.parametrize(
    ("content", "scanned"),
    [
        (b"harmless" * 100_000, Scanned(Scan.CLEAN)),
        (b"", Scanned(Scan.CLEAN)),
        (b"x" * 70_000 + EICAR, Scanned(Scan.INFECTED, "Win.Test.EICAR_HDB-1")),
    ],
)
def test_believes_the_scanner(settings: Any, content: bytes, scanned: Scanned) -> None:
    with _listening(settings, _judge):
        assert scan(io.BytesIO(content)) == scanned


def test_asks_over_a_socket_of_this_machine(settings: Any, tmp_path: Path) -> None:
    with _listening(settings, _judge, tmp_path / "clamd.ctl"):
        assert reach() == Scanned(Scan.CLEAN)


@pytest.mark.parametrize(
    ("behave", "detail"),
    [
        (lambda _line: threading.Event().wait(1), "no answer in time"),
        (lambda line: line.sendall(b"\xff\x1b[31m nonsense\0"), "it answered: \ufffd?[31m nonsense"),
        (lambda line: line.sendall(b"stream: Some fault ERROR\0"), "it answered: stream: Some fault ERROR"),
        (lambda line: line.sendall(b"x" * 10_000), "it answered: " + "x" * 100),
    ],
)
def test_says_what_went_wrong(settings: Any, behave: Callable[[socket.socket], None], detail: str) -> None:
    def after_the_file(line: socket.socket) -> None:
        _command(line)
        _stream(line)
        behave(line)

    with _listening(settings, after_the_file):
        assert scan(io.BytesIO(b"x"), seconds=0.3) == Scanned(Scan.UNREACHABLE, detail)


def test_waits_no_longer_for_one_who_trickles(settings: Any) -> None:
    def trickle(line: socket.socket) -> None:
        _command(line)
        _stream(line)
        for _turn in range(20):
            line.sendall(b"s")
            threading.Event().wait(0.05)

    with _listening(settings, trickle):
        assert scan(io.BytesIO(b"x"), seconds=0.3).detail == "no answer in time"


def test_says_that_the_scanner_hung_up(settings: Any) -> None:
    with _listening(settings, lambda _line: None):
        scanned = scan(io.BytesIO(b"x" * 10_000_000))
    assert scanned.result == Scan.UNREACHABLE
    assert scanned.detail in ("it hung up without an answer", "Connection reset by peer", "Broken pipe")


def test_reads_why_a_large_file_was_not_taken(settings: Any) -> None:
    def refuse(line: socket.socket) -> None:
        _command(line)
        line.recv(100_000)
        line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
        line.shutdown(socket.SHUT_WR)
        while line.recv(1_000_000):
            pass

    with _listening(settings, refuse):
        scanned = scan(io.BytesIO(b"x" * 5_000_000))
    assert scanned == Scanned(Scan.UNREACHABLE, "the file is larger than clamd takes (StreamMaxLength)")


def test_says_that_nobody_listens(settings: Any, tmp_path: Path) -> None:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, clamd=f"unix:{tmp_path / 'nobody.ctl'}")
    assert scan(io.BytesIO(b"x")) == Scanned(Scan.UNREACHABLE, "No such file or directory")
    settings.CONFIGURATION = replace(settings.CONFIGURATION, clamd="tcp://127.0.0.1:9")
    assert reach().result == Scan.UNREACHABLE
