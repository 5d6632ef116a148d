"""What slow clients cost everybody else: pages beside idle connections, trickled requests and slow readers.

Without a name only the product's own server is measured; `all` measures the others that are installed, too:
`python -m bench.slow_clients all`.
"""

import contextlib
import http.client
import importlib.util
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.product import free_port
from bench.racing import apart

CONNECTIONS = 200
_PAGES = 40
_PAGE = "/account/login/"
_LARGE = "/static/ninja/redoc.standalone.js.map"
_PATIENCE = 10.0
"""Seconds after which a person has gone; a page that takes as long counts as not answered."""
_WSGI = "waymark.site.wsgi:application"
SERVERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "waymark": ("gunicorn", ("gunicorn", "--config", "python:waymark.site.server", "--bind", "127.0.0.1:{port}")),
    "gthread": (
        "gunicorn",
        ("gunicorn", "--preload", "--workers", "2", "--threads", "4", "--worker-class", "gthread",
         "--no-control-socket", "--bind", "127.0.0.1:{port}", _WSGI),
    ),
    "waitress": (
        "waitress",
        ("waitress", "--threads", "8", "--connection-limit", "1000", "--listen", "127.0.0.1:{port}", _WSGI),
    ),
    "granian": (
        "granian",
        ("granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "4", "--host", "127.0.0.1",
         "--port", "{port}", "--no-ws", "--log-level", "error", _WSGI),
    ),
    "hypercorn": (
        "hypercorn",
        ("hypercorn", "--workers", "2", "--bind", "127.0.0.1:{port}", "--log-level", "ERROR", f"wsgi:{_WSGI}"),
    ),
}  # fmt: skip
"""What has to be installed for a server, and how it is started; with eight threads in all, where it has threads."""


@dataclass(frozen=True)
class Times:
    """How long pages took, in ms, and how many were not answered at all."""

    answered: tuple[float, ...]
    lost: int

    def __str__(self) -> str:
        """Return the median, the 95th percentile, the longest, and what was lost."""
        if not self.answered:
            return f"{'–':>9}{'–':>9}{'–':>9}{self.lost:>7}"
        found = sorted(self.answered)
        late = found[int(len(found) * 0.95)]
        return f"{statistics.median(found):9.1f}{late:9.1f}{found[-1]:9.1f}{self.lost:>7}"


def idle(port: int) -> socket.socket:
    """Open a connection and send nothing."""
    return socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)


def trickled_head(port: int) -> socket.socket:
    """Begin a request, and never come to the end of its head."""
    connection = idle(port)
    connection.sendall(f"GET {_PAGE} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ".encode())
    return connection


def trickled_body(port: int) -> socket.socket:
    """Announce a form, and never come to its end; with the cookie, so that its token is looked for in the body."""
    connection = idle(port)
    head = f"POST {_PAGE} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: csrftoken={'a' * 32}\r\n"
    head += "Content-Type: application/x-www-form-urlencoded\r\n"
    connection.sendall(f"{head}Content-Length: 20000\r\n\r\nlogin=".encode())
    return connection


def slow_reader(port: int) -> socket.socket:
    """Ask for an answer that no buffer of a socket holds, and read nothing of it."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(_PATIENCE)
    connection.connect(("127.0.0.1", port))
    connection.sendall(f"GET {_LARGE} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    return connection


KINDS: dict[str, tuple[Callable[[int], socket.socket] | None, bytes]] = {
    "nobody else": (None, b""),
    "idle": (idle, b""),
    "trickled heads": (trickled_head, b"x"),
    "trickled bodies": (trickled_body, b"x"),
    "slow readers": (slow_reader, b""),
}
"""How each kind of slow client begins, and what it sends once a second from then on."""


@contextlib.contextmanager
def serving(command: Sequence[str], surroundings: dict[str, str]) -> Iterator[int]:
    """Run a server until it is no longer needed; give its port. Raises TimeoutError."""
    port = free_port()
    words = [sys.executable, "-m", *(word.format(port=port) for word in command)]
    process = subprocess.Popen(  # noqa: S603 -- the commands above
        words, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, process_group=0
    )
    try:
        until = time.monotonic() + 60
        while page_time(port) is None:
            if time.monotonic() > until or process.poll() is not None:
                raise TimeoutError(" ".join(words))
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(15)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, 9)
        process.wait()


def page_time(port: int) -> float | None:
    """Return how many ms a page takes on a connection of its own; None where nothing came in time."""
    begun = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        connection.request("GET", _PAGE)
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return (time.perf_counter() - begun) * 1000 if answer.status == 200 else None  # noqa: PLR2004 -- OK


def beside(port: int, kind: str, pages: int = _PAGES) -> Times:
    """Ask for pages one after the other while slow clients of a kind are there."""
    begin, more = KINDS[kind]
    over = threading.Event()
    crowd: list[socket.socket] = []
    if begin is not None:
        # Some may be refused: a server that takes no more connections of this kind has kept room for others.
        with contextlib.suppress(OSError):
            crowd.extend(begin(port) for _one in range(CONNECTIONS))
    sender = threading.Thread(target=_trickle, args=(crowd, more, over))
    sender.start()
    time.sleep(1)
    answered, lost = [], 0
    for _page in range(pages):
        taken = page_time(port)
        if taken is None:
            lost += 1
            if lost == 3:  # noqa: PLR2004 -- the rest would be lost in the same way, ten seconds each
                break
        else:
            answered.append(taken)
    over.set()
    sender.join()
    for one in crowd:
        one.close()
    return Times(tuple(answered), lost)


def _trickle(crowd: Sequence[socket.socket], more: bytes, over: threading.Event) -> None:
    while not over.wait(1):
        for one in crowd if more else ():
            with contextlib.suppress(OSError):
                one.sendall(more)


def main(names: Sequence[str]) -> None:
    """Measure each server that was asked for, or the product's own."""
    wanted = list(SERVERS) if list(names) == ["all"] else list(names) or ["waymark"]
    with tempfile.TemporaryDirectory() as folder:
        surroundings = apart(Path(folder))
        setup = [sys.executable, "-m", "waymark.site.starting", "--no-demo"]
        subprocess.run(setup, env=surroundings, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 -- our own program
        at = time.process_time()
        sum(number * number for number in range(300_000))
        print(f"machine baseline: {(time.process_time() - at) * 1000:.1f} ms for 300,000 squares")
        print(
            f"{CONNECTIONS} connections of a kind; the sign-in page beside them, in ms; lost after {_PATIENCE:.0f} s\n"
        )
        print(f"{'server':12}{'beside':18}{'median':>9}{'p95':>9}{'longest':>9}{'lost':>7}")
        for name in wanted:
            needs, command = SERVERS[name]
            if importlib.util.find_spec(needs) is None:
                print(f"{name:12}is not installed")
                continue
            for kind in KINDS:
                # Each kind meets a server of its own, so that none suffers from the one before.
                with serving(command, surroundings) as port:
                    for _page in range(10):
                        page_time(port)
                    print(f"{name:12}{kind:18}{beside(port, kind)}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
