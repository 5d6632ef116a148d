"""The product's own server, with real connections and a data folder of its own."""

import http.client
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

PAGE = "/account/login/"
PATIENCE = 30.0


@dataclass(frozen=True)
class Site:
    """A site that is served, and where it keeps everything."""

    port: int
    data: Path

    def connection(self) -> socket.socket:
        """Return a connection on which nothing was sent."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def page(self, path: str = PAGE, *, cookie: str = "", secret: str = "") -> tuple[int, str]:
        """Return status and content of a page, asked for by a client of its own."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as client:
            sent = {"Cookie": cookie, "Authorization": f"Bearer {secret}" if secret else ""}
            client.request("GET", path, headers={name: value for name, value in sent.items() if value})
            answer = client.getresponse()
            return answer.status, answer.read().decode(errors="replace")

    def answer(self, sent: bytes) -> bytes:
        """Return all that the server says to these bytes until it hangs up."""
        with self.connection() as client:
            client.sendall(sent)
            return rest_of(client)


def environ_of(data: Path) -> dict[str, str]:
    """Return the environment of programs that keep everything in a folder."""
    return {**os.environ, "WAYMARK_DATA": str(data), "WAYMARK_WORKERS": "2", "WAYMARK_THREADS": "4"}


def set_up(data: Path) -> None:
    """Make an empty installation."""
    setup = [sys.executable, "-m", "waymark.site.starting", "--no-demo"]
    subprocess.run(setup, env=environ_of(data), check=True, capture_output=True)  # noqa: S603 -- our own program


@contextmanager
def served(data: Path) -> Iterator[Site]:
    """Serve an installation."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        number = listener.fileno()
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "--config",
            "python:waymark.site.server",
            "--bind",
            f"fd://{number}",
        ]
        child = subprocess.Popen(command, env=environ_of(data), pass_fds=(number,), stdout=subprocess.PIPE)  # noqa: S603
        try:
            assert child.stdout is not None
            assert child.stdout.readline() == b"ready\n"
            yield Site(listener.getsockname()[1], data)
        finally:
            child.terminate()
            child.communicate(timeout=PATIENCE)


def rest_of(client: socket.socket) -> bytes:
    """Return what comes until the server hangs up."""
    pieces = []
    while piece := client.recv(65536):
        pieces.append(piece)
    return b"".join(pieces)


def status_of(answer: bytes) -> int:
    """Return the status of an answer."""
    found = re.match(rb"HTTP/1\.\d (\d{3}) ", answer)
    assert found is not None, answer[:200]
    return int(found[1])
