"""Starts Waymark: takes the port, sets up, serves, works in the background, and stops all it started.

It stays for as long as Waymark runs, so it never imports Django: set-up, web server and background worker are
children with the port and the identity of this start in their environment. They speak by lines on their standard
output. A worker that ends is started again; one that cannot stay up ends the whole, rather than silently not working.

Exit codes: 0 stopped by Ctrl-C or a signal, 1 a part of it failed, 2 the configuration is wrong.
"""

import argparse
import json
import os
import secrets
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from typing import Self

from waymark.core.config import Configuration, read_configuration
from waymark.core.options import ConfigFault
from waymark.site.ports import NoPort, listen

_PATIENCE = 8.0  # seconds a child may take to stop; gunicorn gives a request in hand three, the worker a job five
_SHORT_LIFE, _TRIES = 60.0, 5  # a worker that lives less than a minute, five times in a row, will not live
LineHandler = Callable[[str], None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Start Waymark and stay until it is stopped; give the exit code."""
    asked = _arguments(arguments)
    environ = dict(os.environ)
    environ.update({f"WAYMARK_{name.upper()}": value for name in ("host", "port") if (value := getattr(asked, name))})
    # What is made in the data folder is for this account alone.
    os.umask(0o077)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        configuration = read_configuration(environ)
        listener = listen(configuration.host, configuration.port)
    except ConfigFault as wrong:
        print("Waymark cannot start: its configuration is wrong.", file=sys.stderr)
        for fault in wrong.faults:
            print(f"\n  {fault.option}: {fault.problem}\n  {fault.mend}", file=sys.stderr)
        return 2
    except NoPort as refused:
        print(refused, file=sys.stderr)
        return 1
    with listener, Watch() as watch:
        return _serve(configuration, listener, environ, watch, demo=not asked.no_demo)


class Watch:
    """Waits for signals and for children's lines at once.

    Handlers only note; nothing is ever interrupted in the middle of starting or stopping a child.
    """

    def __init__(self) -> None:
        self.stopping = False
        self._woken, self._wake = socket.socketpair()
        self._previous: dict[int, object] = {}

    def __enter__(self) -> Self:
        for end in (self._woken, self._wake):
            end.setblocking(False)
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            self._previous[number] = signal.signal(number, self._stop)
        # Only so that the end of a child wakes the wait.
        self._previous[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        return self

    def __exit__(self, *_: object) -> None:
        signal.set_wakeup_fd(-1)
        for number, handler in self._previous.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # what signal() gave back
        self._woken.close()
        self._wake.close()

    def attend(
        self, children: "Sequence[Child]", *, until: Callable[[], bool] = lambda: False, seconds: float | None = None
    ) -> "Child | None":
        """Hand on the lines of children until one ends, and give that one.

        Give None when `until` holds, when the seconds are over, or when Waymark is to stop.
        """
        last = None if seconds is None else time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            selector.register(self._woken, selectors.EVENT_READ)
            for child in children:
                if not child.is_silent:
                    selector.register(child.output, selectors.EVENT_READ, child)
            while not (self.stopping or until() or (last is not None and time.monotonic() >= last)):
                ended = next((child for child in children if child.process.poll() is not None), None)
                for child in [key.data for key in selector.get_map().values() if key.data is not None]:
                    child.hand_on()
                    if child.is_silent:
                        selector.unregister(child.output)
                if ended is not None:
                    return ended
                if until():
                    break
                selector.select(None if last is None else max(0.0, last - time.monotonic()))
                with suppress(BlockingIOError):
                    self._woken.recv(1024)
        return None

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True


@dataclass
class Child:
    """A child: what it is called, and what it says on its standard output, a line at a time."""

    name: str
    process: subprocess.Popen[bytes]
    on_line: LineHandler
    is_silent: bool = False
    _rest: bytes = b""

    def __post_init__(self) -> None:
        """Read without waiting."""
        assert self.process.stdout is not None  # noqa: S101 -- _child() always asks for it
        self.output = self.process.stdout.fileno()
        os.set_blocking(self.output, False)

    def hand_on(self) -> None:
        """Tell every whole line there is; once there will be no more, the child is silent."""
        while not self.is_silent:
            try:
                chunk = os.read(self.output, 65536)
            except BlockingIOError:
                return
            *lines, self._rest = (self._rest + chunk).split(b"\n")
            for line in lines:
                self.on_line(line.decode("utf-8", "replace"))
            self.is_silent = not chunk


def _serve(
    configuration: Configuration,
    listener: socket.socket,
    environ: Mapping[str, str],
    watch: Watch,
    *,
    demo: bool,
) -> int:
    port = listener.getsockname()[1]
    given = {"WAYMARK_PORT": str(port), "WAYMARK_START": secrets.token_urlsafe(24), "WAYMARK_PARENT": str(os.getpid())}
    environ = {**environ, **given, "PYTHONUNBUFFERED": "1"}
    print(f"Waymark {version('waymark')}", flush=True)
    screen = _Screen()
    setup = [sys.executable, "-m", "waymark.site.starting", "--json", *([] if demo else ["--no-demo"])]
    with _child("The set-up", setup, environ, screen.set_up) as starting:
        ended = watch.attend([starting])
    if ended is None:
        return _farewell()
    if ended.process.returncode:
        return _died(ended)
    if port != configuration.port:
        print(f"\n  Port {configuration.port} is taken, so this start uses {port}.")
    configuration = read_configuration(environ)
    server = [sys.executable, "-m", "gunicorn", "--config", "python:waymark.site.server"]
    bind = ["--bind", f"fd://{listener.fileno()}"]
    on_line: LineHandler = lambda line: screen.served(line, configuration)  # noqa: E731 -- knows the screen and the address
    with _child("The web server", [*server, *bind], environ, on_line, keep=(listener.fileno(),)) as serving:
        # The worker starts when pages are served: nobody waits for it.
        ended = watch.attend([serving], until=lambda: screen.is_open and configuration.background)
        if ended is None and not watch.stopping:
            ended = _work_beside(serving, environ, watch)
        # From here on a browser is refused at once, instead of waiting for nobody.
        listener.close()
    return _farewell() if ended is None else _died(ended)


def _work_beside(serving: Child, environ: Mapping[str, str], watch: Watch) -> Child | None:
    """Keep a worker running beside the web server; give the child whose end ends the whole, or None at a stop."""
    command = [sys.executable, "-m", "waymark.site.working", "--parent", str(os.getpid())]
    short_lives = 0
    while True:
        begun = time.monotonic()
        with _child("The background worker", command, environ, lambda line: print(line, flush=True)) as working:
            ended = watch.attend([serving, working])
            if ended is not working:
                # Both are told at once, so that stopping takes no longer than the slower of them.
                serving.process.terminate()
                return ended
        short_lives = short_lives + 1 if time.monotonic() - begun < _SHORT_LIFE else 1
        if short_lives == _TRIES:
            print(f"The background worker stopped {_TRIES} times in a row shortly after starting.", file=sys.stderr)
            return working
        print(f"The background worker {_how(working)}; restarting it.", file=sys.stderr, flush=True)
        if watch.attend([serving], seconds=(short_lives - 1) / 2) is not None or watch.stopping:
            return None if watch.stopping else serving


@contextmanager
def _child(
    name: str, command: Sequence[str], environ: Mapping[str, str], on_line: LineHandler, keep: tuple[int, ...] = ()
) -> Iterator[Child]:
    """Run a child and leave none of it behind.

    It has a process group of its own, so that Ctrl-C reaches it through us alone.
    """
    child = subprocess.Popen(  # noqa: S603 -- our own modules, no shell
        command, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, pass_fds=keep, process_group=0
    )
    try:
        yield Child(name, child, on_line)
    finally:
        if child.poll() is None:
            child.terminate()
            with suppress(subprocess.TimeoutExpired):
                child.wait(_PATIENCE)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        if child.stdout:
            child.stdout.close()


class _Screen:
    """The calm start screen: a line for each step that had work to do, then where to go."""

    def __init__(self) -> None:
        self.is_open = False
        self._link = ""
        self._steps = 0

    def set_up(self, line: str) -> None:
        """Show one event of the set-up; anything that is no event is passed on as it came."""
        try:
            event = json.loads(line)
        except json.JSONDecodeError:
            event = None
        if not isinstance(event, dict):
            print(line, flush=True)
        elif "link" in event:
            self._link = str(event["link"])
        elif "fault" in event:
            print(f"\n  {event['fault']}\n", file=sys.stderr, flush=True)
        elif "step" in event and event.get("done"):
            print(end="" if self._steps else "\n")
            self._steps += 1
            print(f"  ✓ {event['step']:<12}{event['done']:<52}{event['seconds']:>6.1f} s", flush=True)

    def served(self, line: str, configuration: Configuration) -> None:
        """Show where to go, once pages are being served."""
        if line != "ready":
            print(line, flush=True)
            return
        self.is_open = True
        if self._link:
            print(f"\n  Open    {self._link}")
            print("          It makes you the first administrator, once, and is valid for this start only.")
        else:
            print(f"\n  Open    {configuration.base_url}/")
        print(f"  Data    {_short(configuration.data)}")
        print("  Stop    Ctrl-C\n", flush=True)


def _short(path: Path) -> str:
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def _farewell() -> int:
    print("\nStopped.", flush=True)
    return 0


def _died(child: Child) -> int:
    print(f"{child.name} {_how(child)}; Waymark has stopped.", file=sys.stderr, flush=True)
    return 1


def _how(child: Child) -> str:
    code = child.process.returncode
    return f"ended with exit code {code}" if code >= 0 else f"was ended by {signal.Signals(-code).name}"


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="waymark serve", description="Set up and serve Waymark.")
    parser.add_argument("--no-demo", action="store_true", help="start without the demo organisation")
    parser.add_argument("--host", help="the address to listen on (WAYMARK_HOST)")
    parser.add_argument("--port", help="the port to listen on (WAYMARK_PORT)")
    return parser.parse_args(given)


if __name__ == "__main__":
    sys.exit(main())
