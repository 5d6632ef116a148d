"""Starts Waymark: takes the port, sets up, serves, works in the background, and stops all it started.

It stays for as long as Waymark runs, so it never imports Django: set-up, web server and background worker are
children with the port and the identity of this start in their environment. They speak by lines on their standard
output. A web server or a worker that ends is started again, after a pause that grows; one that cannot stay up ends the
whole, rather than silently not working. A data folder has one of us at a time.

Exit codes: 0 stopped by Ctrl-C or a signal, 1 a part of it failed, 2 the configuration is wrong.
"""

import argparse
import json
import os
import secrets
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path

from waymark.core.config import Configuration, read_configuration
from waymark.core.options import ConfigFault
from waymark.site.children import Child, Kept, Watch, keep_up, running
from waymark.site.only_one import AlreadyRunning, only_one
from waymark.site.ports import NoPort, listen

_PYTHON = (sys.executable, "-m")


def main(arguments: Sequence[str] | None = None) -> int:
    """Start Waymark and stay until it is stopped; give the exit code."""
    with ExitStack() as stack:
        return _start(_arguments(arguments), stack)


def _start(asked: argparse.Namespace, stack: ExitStack) -> int:
    environ = dict(os.environ)
    environ.update({f"WAYMARK_{name.upper()}": value for name in ("host", "port") if (value := getattr(asked, name))})
    # What is made in the data folder is for this account alone.
    os.umask(0o077)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        configuration = read_configuration(environ)
        stack.enter_context(only_one(configuration.data))
        listener = stack.enter_context(listen(configuration.host, configuration.port))
    except ConfigFault as wrong:
        print("Waymark cannot start: its configuration is wrong.", file=sys.stderr)
        for fault in wrong.faults:
            print(f"\n  {fault.option}: {fault.problem}\n  {fault.mend}", file=sys.stderr)
        return 2
    except (NoPort, AlreadyRunning) as refused:
        print(refused, file=sys.stderr)
        return 1
    with Watch() as watch:
        return _serve(configuration, listener, environ, watch, demo=not asked.no_demo)


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
    setup = [*_PYTHON, "waymark.site.starting", "--json", *([] if demo else ["--no-demo"])]
    with running("The set-up", setup, environ, screen.set_up) as starting:
        ended = watch.attend([starting])
    if ended is None:
        return _farewell()
    if ended.process.returncode:
        return _died(ended)
    if port != configuration.port:
        print(f"\n  Port {configuration.port} is taken, so this start uses {port}.")
    configuration = read_configuration(environ)
    serving = Kept(
        "The web server",
        [*_PYTHON, "gunicorn", "--config", "python:waymark.site.server", "--bind", f"fd://{listener.fileno()}"],
        environ,
        lambda line: screen.served(line, configuration),
        keep=(listener.fileno(),),
    )
    working = Kept(
        "The background worker",
        [*_PYTHON, "waymark.site.working", "--parent", str(os.getpid())],
        environ,
        lambda line: print(line, flush=True),
    )
    with serving, working:
        child = serving.start()
        # The worker starts when pages are served: nobody waits for it.
        ended = watch.attend([child], until=lambda: screen.is_open)
        if ended is None and not watch.stopping:
            ended = keep_up([serving, working] if configuration.background else [serving], watch)
        # From here on a browser is refused at once, instead of waiting for nobody; and both are told at once, so that
        # stopping takes no longer than the slower of them.
        listener.close()
        for one in (serving, working):
            one.request_stop()
    return _farewell() if ended is None else _died(ended)


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
        if self.is_open:
            print("The web server is running again.", flush=True)
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
    print(f"{child.name} {child.end}; Waymark has stopped.", file=sys.stderr, flush=True)
    return 1


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="waymark serve", description="Set up and serve Waymark.")
    parser.add_argument("--no-demo", action="store_true", help="start without the demo organisation")
    parser.add_argument("--host", help="the address to listen on (WAYMARK_HOST)")
    parser.add_argument("--port", help="the port to listen on (WAYMARK_PORT)")
    return parser.parse_args(given)


if __name__ == "__main__":
    sys.exit(main())
