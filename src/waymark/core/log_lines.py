"""Lines of the log: one form for Waymark, Django and the web server, and never a secret that stood in an address."""

import logging
import re
from collections import Counter
from typing import Final

SECONDS: Final = 60.0
"""How long the log says nothing more of what strangers repeat."""
FORMAT: Final = "%(asctime)s level=%(levelname)s logger=%(name)s %(message)s"
CUT: Final = "/[secret]"
# Every link that lets somebody in carries 256 random bits, 43 characters. No other part of an address is as long.
_SECRET: Final = re.compile(r"(?:/|%2[Ff])[A-Za-z0-9_%-]{40,}")
# A token of a program, wherever it is: `Authorization` may come in forms that no rule foresees.
_TOKEN: Final = re.compile(r"wmk_\S+|(?<=Bearer )\S+", re.IGNORECASE)


def without_secrets(text: str) -> str:
    """Return a text in which each part of an address that may be a secret is cut out."""
    return _TOKEN.sub(CUT[1:], _SECRET.sub(CUT, text))


class Seldom(logging.Filter):
    """Lets one line a minute through of each thing that any stranger can make happen as often as they like.

    The next line that is let through says how many were not.
    """

    def __init__(self) -> None:
        """Begin with nothing seen."""
        super().__init__()
        self._until: dict[str, float] = {}
        self._kept_back: Counter[str] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a record is written."""
        if not _is_of_strangers(record):
            return True
        moment, until = record.created, self._until.get(record.name, 0.0)
        # A clock that was set back says nothing about how long ago it was.
        if until - SECONDS <= moment < until:
            self._kept_back[record.name] += 1
            return False
        self._until[record.name] = moment + SECONDS
        kept_back = self._kept_back.pop(record.name, 0)
        if kept_back:
            record.msg, record.args = f"{record.getMessage()} (and {kept_back} more like it since)", ()
        return True


def _is_of_strangers(record: logging.LogRecord) -> bool:
    # A host that is not ours, a form too large: Django logs each as an error. What cannot be read as a request at all,
    # the web server logs as a warning; its errors are of its own.
    if record.name.startswith("django.security.") or record.name == "waymark.storage":
        return True
    return record.name == "gunicorn.error" and record.levelno == logging.WARNING


class Line(logging.Formatter):
    """Writes a record with its traceback, without the secrets of addresses wherever they stand in it."""

    def __init__(self) -> None:
        """Take the one form."""
        super().__init__(FORMAT)

    def format(self, record: logging.LogRecord) -> str:
        """Return the text of a record."""
        return without_secrets(super().format(record))
