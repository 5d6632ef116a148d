"""Children of the supervisor: running them, hearing them, starting them again, and leaving none behind."""

import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType
from typing import Self

_PATIENCE = 8.0  # seconds a child may take to stop; gunicorn gives a request in hand three, the worker a job five
_SHORT_LIFE, _TRIES = 60.0, 5  # one that lives less than a minute, five times in a row, will not live
LineHandler = Callable[[str], None]


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

    @property
    def end(self) -> str:
        """Return how it ended, in words that follow its name."""
        code = self.process.returncode
        return f"ended with exit code {code}" if code >= 0 else f"was ended by {signal.Signals(-code).name}"


@contextmanager
def running(
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


@dataclass
class Kept:
    """A child that is started again when it ends, after a pause that grows with each short life: 0, 1, 2, 4 seconds."""

    name: str
    command: Sequence[str]
    environ: Mapping[str, str]
    on_line: LineHandler
    keep: tuple[int, ...] = ()
    child: Child | None = None
    due: float = 0.0
    _begun: float = 0.0
    _short_lives: int = 0
    _stack: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def start(self) -> Child:
        """Start it, and return the child."""
        self._begun = time.monotonic()
        child = running(self.name, self.command, self.environ, self.on_line, self.keep)
        self.child = self._stack.enter_context(child)
        return self.child

    def note_end(self) -> bool:
        """Return whether it is to be started again, and when (`due`); say so."""
        assert self.child is not None  # noqa: S101 -- only what runs ends
        ended, self.child = self.child, None
        self._stack.close()
        now = time.monotonic()
        self._short_lives = self._short_lives + 1 if now - self._begun < _SHORT_LIFE else 1
        if self._short_lives == _TRIES:
            print(f"{self.name} stopped {_TRIES} times in a row shortly after starting.", file=sys.stderr)
            return False
        pause = 0.0 if self._short_lives == 1 else 2.0 ** (self._short_lives - 2)
        self.due = now + pause
        when = f" in {pause:.0f} s" if pause else ""
        print(f"{self.name} {ended.end}; restarting it{when}.", file=sys.stderr, flush=True)
        return True

    def request_stop(self) -> None:
        """Tell it to stop, without waiting until it has."""
        if self.child is not None and self.child.process.poll() is None:
            self.child.process.terminate()


def keep_up(every: Sequence[Kept], watch: Watch) -> Child | None:
    """Keep children running until Waymark is to stop; return the one that cannot stay up, or None at a stop."""
    while not watch.stopping:
        for one in every:
            if one.child is None and one.due <= time.monotonic():
                one.start()
        waiting = [one.due for one in every if one.child is None]
        seconds = max(0.0, min(waiting) - time.monotonic()) if waiting else None
        ended = watch.attend([one.child for one in every if one.child is not None], seconds=seconds)
        for one in every:
            if ended is not None and one.child is ended and not one.note_end():
                return ended
    return None
