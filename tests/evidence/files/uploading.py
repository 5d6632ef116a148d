"""Sends files that never exist as a whole to a real server on this machine, and tells what became of its memory."""

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MIB = 1024 * 1024
_BOUNDARY = "waymark-boundary"
_WORKER = "waymark.site.web.worker.BufferedWorker"
_ROOT = Path(__file__).parents[3]


@dataclass
class Server:
    """A server that runs, and the folder where it keeps everything."""

    port: int
    data: Path

    def ask(self, path: str, *, signed_in: bool = True) -> dict[str, Any]:
        """Return what the server says to a question."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path, headers=_headers(signed_in=signed_in))
        answer: dict[str, Any] = json.loads(connection.getresponse().read())
        connection.close()
        return answer

    def send(self, path: str, sizes: list[int], *, signed_in: bool = True, token: str = "") -> tuple[int, Any]:
        """Send files of these sizes; return the status and the answer, or 0 where the server hung up."""
        head, tail = _around(sizes)
        length = sum(sizes) + sum(len(piece) for piece in head) + len(tail)
        headers = _headers(signed_in=signed_in) | {
            "Content-Type": f"multipart/form-data; boundary={_BOUNDARY}",
            "Content-Length": str(length),
        }
        if token:
            headers |= {"Cookie": f"csrftoken={token}", "X-CSRFToken": token}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            # A server that hangs up in the middle may have answered before.
            with contextlib.suppress(ConnectionError):
                connection.request("POST", path, body=_body(head, sizes, tail), headers=headers)
            response = connection.getresponse()
            content = response.read()
        except (OSError, AttributeError, http.client.HTTPException):
            return 0, None
        finally:
            connection.close()
        return response.status, json.loads(content) if content[:1] == b"{" else content.decode()


@contextlib.contextmanager
def served(data: Path, *, limit: int, threads: int = 4) -> Iterator[Server]:
    """Run the small site under the product's own server: one process, so that its memory can be told."""
    port = _free_port()
    settings = {
        **os.environ, "WAYMARK_DATA": str(data), "WAYMARK_EVIDENCE_MIB": str(limit), "UPLOAD_SITE": "on",
        "DJANGO_SETTINGS_MODULE": "waymark.site.settings", "TMPDIR": str(data),
    }  # fmt: skip
    options = f"--preload --workers 1 --threads {threads} --worker-class {_WORKER} --bind 127.0.0.1:{port}".split()
    wanted = ["--no-control-socket", *options, "tests.evidence.files.upload_site:application"]
    process = subprocess.Popen(  # noqa: S603 -- our own interpreter and fixed arguments
        [sys.executable, "-m", "gunicorn", *wanted],
        cwd=_ROOT,
        env=settings,
        stdout=subprocess.DEVNULL,
        stderr=(data / "server.log").open("wb"),
    )
    try:
        _wait_for(port, data)
        yield Server(port, data)
    finally:
        process.terminate()
        process.wait(20)


def growth(server: Server, size: int) -> tuple[int, dict[str, Any]]:
    """Upload one file and return by how many bytes the worker's memory grew at most, and the answer."""
    server.send("/evidence", [1000], token=server.ask("/evidence")["token"])  # whatever is loaded once is loaded
    before = server.ask("/evidence")
    status, answer = server.send("/evidence", [size], token=before["token"])
    assert status == 200, (status, answer)  # noqa: PLR2004, S101, RUF100 -- used by the bench too
    return answer["peak"] - before["memory"], answer


def _headers(*, signed_in: bool) -> dict[str, str]:
    return {"Signed-In": "yes"} if signed_in else {}


def _around(sizes: list[int]) -> tuple[list[bytes], bytes]:
    lead = f"--{_BOUNDARY}\r\nContent-Disposition: form-data; "
    note = f'{lead}name="note"\r\n\r\nmonitoring\r\n'.encode()
    heads = [
        f'{lead}name="file"; filename="{number}.bin"\r\nContent-Type: text/html\r\n\r\n'.encode()
        for number, _size in enumerate(sizes)
    ]
    between = [b"\r\n" + head if number else note + head for number, head in enumerate(heads)]
    return between, f"\r\n--{_BOUNDARY}--\r\n".encode()


def _body(head: list[bytes], sizes: list[int], tail: bytes) -> Iterator[bytes]:
    block = os.urandom(MIB)
    for start, size in zip(head, sizes, strict=True):
        yield start
        for _turn in range(size // MIB):
            yield block
        yield block[: size % MIB]
    yield tail


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, data: Path) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    message = (data / "server.log").read_text()
    raise TimeoutError(message)
