"""The process that answers requests: gunicorn starts and stops it, waitress holds its connections.

One thread holds all connections and reads whole requests; only these reach the threads that answer. So a client that
sends nothing, or slowly, or reads its answer slowly takes no thread from anybody (docs/decisions/0022-slow-clients.md).
"""

import os
import sqlite3
import tempfile
import time
from pathlib import Path
from typing import Any

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.task import ThreadedTaskDispatcher

from waymark.core.config import Configuration, read_configuration
from waymark.core.forked import start_helper
from waymark.site.parent import die_with_parent
from waymark.site.web.connections import MOST, Server
from waymark.site.web.requests import without_body_of_heads

_MIB = 1024 * 1024


class BufferedWorker(Worker):  # type: ignore[misc]  # gunicorn has no types
    """Runs waitress in a process of gunicorn, on the sockets that gunicorn listens on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin without servers: they are of the process that answers, not of the one that starts it."""
        super().__init__(*args, **kwargs)
        self.servers: list[Server] = []
        self.held: sqlite3.Connection | None = None

    def run(self) -> None:
        """Answer until told to stop; then let what is in hand finish, for a while."""
        start_helper(self._leave)
        configuration = read_configuration()
        use_folder(configuration.data)
        self.held = held_open(configuration)
        connections: dict[int, Any] = {}
        threads = ThreadedTaskDispatcher()
        threads.set_thread_count(self.cfg.threads)
        application = without_body_of_heads(self.wsgi)
        self.servers = [
            Server.on(listener.sock, application, connections, threads, adjustments()) for listener in self.sockets
        ]
        if not configuration.behind_proxy:
            for server in self.servers:
                server.most_of_one = configuration.connections_per_address
        while self.alive and self.ppid == os.getppid():
            self.notify()
            wasyncore.loop(timeout=1, use_poll=True, map=connections, count=1)
        for server in self.servers:
            server.stop_accepting()
        until = time.monotonic() + self.cfg.graceful_timeout
        while any(server.is_answering for server in self.servers) and time.monotonic() < until:
            self.notify()
            wasyncore.loop(timeout=0.1, use_poll=True, map=connections, count=1)

    def _leave(self) -> None:
        """Let go, in the helper, of what is this process's alone: its address above all, or it would stay taken."""
        die_with_parent(self.pid)
        for listener in self.sockets:
            listener.sock.close()

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Stop, and do not wait for the next event to notice it."""
        super().handle_exit(sig, frame)
        for server in self.servers:
            server.pull_trigger()


def held_open(configuration: Configuration) -> sqlite3.Connection | None:
    """Return a connection that keeps the files beside a SQLite database in place for as long as this process lives.

    Where the last connection goes, SQLite removes them, and the next to come has to make them again: readers would wait
    for that, and on a disk that is full or may only be read they would fail.
    """
    if not configuration.is_sqlite:
        return None
    try:
        held = sqlite3.connect(configuration.database["NAME"], timeout=1)
        held.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        return None
    return held


def adjustments() -> Adjustments:
    """Return how waitress is set."""
    return Adjustments(
        # What it is called is nobody's business.
        ident=None,
        # Beyond half a MiB a request waits on the disk, and beyond one an answer; neither in memory.
        inbuf_overflow=_MIB // 2,
        outbuf_overflow=_MIB,
        # An answer is taken from its thread whole, up to this length, however slowly it is read.
        outbuf_high_watermark=256 * _MIB,
        max_request_header_size=32 * 1024,
        # How much a page takes is the page's matter (waymark.site.bodies), and it is asked before more is read.
        max_request_body_size=2**62,
        # Whether they are believed is Django's matter, by WAYMARK_BEHIND_PROXY.
        clear_untrusted_proxy_headers=False,
        cleanup_interval=1,
        # A connection beyond the most closes the one that has waited longest, so this is never reached by idle ones.
        connection_limit=2 * MOST,
        log_socket_errors=False,
    )


def use_folder(data: Path) -> None:
    """Put what waits on the disk into the data folder: the system's folder for such files may be memory."""
    folder = data / "tmp"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError:
        # A folder that cannot be written to is told elsewhere; pages are still shown.
        return
    tempfile.tempdir = str(folder)
