"""Lets a stranger's file be read by a process of its own, which may fail without harm to this one.

Both sides stand here, and nothing but the standard library: the parent's `answer_of`, and the child's `limit_self`.
"""

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

_SOURCE: Final = str(Path(__file__).resolve().parents[2])
_START: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); sys.path.extend(sys.argv[3].split('|') if sys.argv[3] else [])\n"
    "from {module} import main; main()"
)


class TooSlow(Exception):
    """The child did not answer in time and was ended."""


class Stopped(Exception):
    """The child ended without an answer: the system stopped it, or it broke."""


def answer_of(
    module: str, options: Mapping[str, Any], file: Path, *, seconds: float, packages: tuple[Path, ...] = ()
) -> dict[str, Any]:
    """Run `main` of a module on the file as standard input, and return the JSON it answers with.

    The child finds Waymark's own modules and the folders in `packages`; without any it starts quickest. It calls
    `limit_self` first with what `options` says. Raises TooSlow and Stopped.
    """
    found = "|".join(str(path) for path in packages)
    with file.open("rb") as source:
        child = subprocess.Popen(  # noqa: S603 -- our own interpreter and fixed arguments
            [
                sys.executable,
                "-I",
                "-S",
                "-c",
                _START.format(module=module),
                _SOURCE,
                json.dumps(options),
                found,
            ],
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={},
            start_new_session=True,
        )
    try:
        answer, _ = child.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as late:
        raise TooSlow from late
    finally:
        _end(child)
    if child.returncode != 0:
        raise Stopped
    try:
        plain: dict[str, Any] = json.loads(answer)
    except ValueError as fault:
        raise Stopped from fault
    return plain


def options_of_parent() -> dict[str, Any]:
    """Return, in the child, what the parent wished for."""
    options: dict[str, Any] = json.loads(sys.argv[2])
    return options


def limit_self(*, memory: int, seconds: float) -> None:
    """Set what the system offers; without RLIMIT_AS (macOS) the reader's own budgets still hold."""
    whole_seconds = int(seconds) + 1
    wanted = (
        ("RLIMIT_AS", memory),
        ("RLIMIT_CPU", whole_seconds),
        # Not one byte may be written to a file, so nothing can be left in a temporary folder.
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
    )
    for name, value in wanted:
        kind = getattr(resource, name, None)
        if kind is not None:
            _lower(kind, value)


def answer_parent(answer: Mapping[str, Any]) -> None:
    """Answer the parent."""
    sys.stdout.write(json.dumps(answer, ensure_ascii=True, separators=(",", ":")))


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        # It may have ended by itself a moment ago.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.communicate()


def _lower(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
    try:
        resource.setrlimit(kind, (ceiling, ceiling))
    except (ValueError, OSError):
        # macOS names limits that it then refuses to set; the wall clock limit of the parent remains.
        return
