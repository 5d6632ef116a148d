"""The installation's secret key: made once, at the first start, and readable by its owner alone."""

import os
import secrets
import stat
from pathlib import Path

from waymark.core.options import WrongValue

_LEAST = 40  # characters; a key that was typed by hand is shorter than that
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def keep_key(path: Path) -> str:
    """Give the key in `path`, after making it if there is none yet.

    Two processes that start at once get the same key: each writes a file of its own and links it to the
    name, which only one can do; so nobody ever reads half a key. Raises WrongValue for a key others can read.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        return read_key(path)
    except OSError as refused:
        raise WrongValue(
            f"{refused.strerror} ({path}).", "Choose a folder that the account running Waymark may write to."
        ) from refused


def read_key(path: Path) -> str:
    """Give the key in `path`.

    Raises WrongValue if others can read it or it is no key, OSError if it is not there.
    """
    with path.open(encoding="ascii", errors="replace") as file:
        state = os.fstat(file.fileno())
        key = file.read(4096).strip()
    if state.st_mode & _OTHERS:
        raise WrongValue(
            f"other people on this machine can read {path} (mode {stat.S_IMODE(state.st_mode):04o}).",
            f"Run: chmod 600 '{path}'. If somebody may have read it, delete it instead: "
            "a new one is made at the next start and everybody signs in again.",
        )
    if len(key) < _LEAST:
        raise WrongValue(
            f"{path} holds no usable key.",
            "Delete it: a new one is made at the next start and everybody signs in again.",
        )
    return key


def _make(path: Path) -> None:
    own = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(own, path)
    except FileExistsError:
        pass  # somebody else was first; theirs is the key
    finally:
        own.unlink()
