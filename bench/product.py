"""The product as it really runs: started as `./run` does, asked by its console, killed with all its children."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

PATIENCE = 120  # seconds; only a hang takes so long


class NotServing(Exception):
    """The product did not come up; the text is what it said."""


class Product:
    """One installation in a data folder of its own. Its children are found in /proc, so this needs Linux."""

    def __init__(self, surroundings: Mapping[str, str], *, demo: bool = False) -> None:
        """Choose a port; nothing is started yet. `surroundings` name the data folder."""
        self.data = Path(surroundings["WAYMARK_DATA"])
        self.log = self.data / "bench.log"
        self.port = free_port()
        self._options = [] if demo else ["--no-demo"]
        self._surroundings = {**surroundings, "WAYMARK_PORT": str(self.port)}
        self.first_link = ""
        """The path that makes the first administrator, while there is none."""
        self.is_serving = False
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it and wait until it serves pages. Raises NotServing."""
        process = self.begin()
        late = threading.Timer(PATIENCE, process.kill)
        late.start()
        try:
            self.port, self.first_link = _address_served(process)
        finally:
            late.cancel()
        if not self.port:
            self.kill()
            raise NotServing(self.log.read_text(encoding="utf-8", errors="replace")[-4000:])
        self.is_serving = True

    def begin(self) -> "subprocess.Popen[str]":
        """Start it and wait for nothing."""
        command = [sys.executable, "-m", "waymark.site.supervisor", *self._options]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 -- our own program
                command,
                env=self._surroundings,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        return self._process

    def kill(self) -> None:
        """End every process of it with SIGKILL, and wait until none is left."""
        self.is_serving = False
        if self._process is None:
            return
        until = time.monotonic() + PATIENCE
        # Again, until there is none: one may be starting another at this moment. The supervisor is the first.
        while (alive := self.processes()) and time.monotonic() < until:
            for pid in alive:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.005)
        self._ended()

    def stop(self) -> None:
        """End it in good order."""
        self.is_serving = False
        if self._process is not None:
            self._process.terminate()
            self._ended()

    def console(self, *commands: Sequence[str]) -> "list[subprocess.CompletedProcess[str]]":
        """Run commands of the console on the same data, one after the other, and return how each went."""
        program = [sys.executable, "-m", "bench.commands"]
        done = subprocess.run(  # noqa: S603 -- our own program
            program, env=self._surroundings, input=json.dumps(commands), stdout=subprocess.PIPE, text=True, check=True
        )
        went = [json.loads(line) for line in done.stdout.splitlines()]
        return [subprocess.CompletedProcess(words, *how) for words, how in zip(commands, went, strict=True)]

    def outputs_of(self, *commands: Sequence[str]) -> list[str]:
        """Return what commands of the console print, which must go well. Raises CalledProcessError."""
        done = self.console(*commands)
        for one in done:
            one.check_returncode()
        return [one.stdout.strip() for one in done]

    def processes(self) -> list[int]:
        """Return the ids of all its processes that live, the oldest first; they know each other by the data folder."""
        mark = f"WAYMARK_DATA={self.data}".encode()
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            # It may end while we look, or be somebody else's.
            with suppress(OSError):
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    found.append(int(folder.name))
        return sorted(found)

    def _ended(self) -> None:
        if self._process is not None:
            self._process.wait(PATIENCE)
            if self._process.stdout is not None:
                self._process.stdout.close()
            self._process = None


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _address_served(process: "subprocess.Popen[str]") -> tuple[int, str]:
    """Read the start screen to its end and return the port and the path on it, or 0 if it never came."""
    port, path = 0, ""
    for line in process.stdout or ():
        if found := re.search(r"Open\s+http://127\.0\.0\.1:(\d+)(\S*)", line):
            port, path = int(found[1]), found[2]
        if line.strip().startswith("Stop"):
            return port, path
    return 0, ""
