"""Secrets of the installation in files: each made once, when it is first needed, and readable by its owner alone."""

import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path

from waymark.core.options import WrongValue

_LEAST = 40  # characters; a key that was typed by hand is shorter than that
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LONGEST = 4096
_EVERYBODY_AGAIN = "a new one is created at the next start, and everyone has to sign in again."


def keep_key(path: Path) -> str:
    """Give the secret key in `path`, after making it if there is none yet. Raises WrongValue as `read_key` does."""
    return keep(path, lambda: secrets.token_urlsafe(64) + "\n", read_key)


def keep(path: Path, make: Callable[[], str], read: Callable[[Path], str]) -> str:
    """Give what `read` finds in `path`, after writing there what `make` gives if there is no file yet.

    Two processes that start at once get the same secret: each writes a file of its own and links it to the
    name, which only one can do; so nobody ever reads half a secret. Raises WrongValue where that is not possible.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _write(path, make())
        return read(path)
    except OSError as refused:
        raise WrongValue(
            f"{refused.strerror} ({path}).", "Choose a folder that the account running Waymark may write to."
        ) from refused


def read_key(path: Path) -> str:
    """Give the key in `path`.

    Raises WrongValue if others can read it or it is no key, OSError if it is not there.
    """
    key = read_private(path, lost=_EVERYBODY_AGAIN).strip()
    if len(key) < _LEAST:
        raise WrongValue(f"{path} does not contain a usable key.", f"Delete it: {_EVERYBODY_AGAIN}")
    return key


def read_private(path: Path, *, lost: str) -> str:
    """Give the text of a file that only its owner may read; `lost` says what follows from deleting it.

    Raises WrongValue if others can read it, OSError if it is not there.
    """
    with path.open(encoding="ascii", errors="replace") as file:
        state = os.fstat(file.fileno())
        content = file.read(_LONGEST)
    if state.st_mode & _OTHERS:
        raise WrongValue(
            f"other people on this machine can read {path} (mode {stat.S_IMODE(state.st_mode):04o}).",
            f"Run: chmod 600 '{path}'. If somebody may have read it, delete it instead: {lost}",
        )
    return content


def _write(path: Path, content: str) -> None:
    own = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(own, path)
    except FileExistsError:
        pass  # somebody else was first; theirs is the secret
    finally:
        own.unlink()
