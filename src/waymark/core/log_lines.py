"""Lines of the log: one form for Waymark, Django and the web server, and never a secret that stood in an address."""

import logging
import re
from typing import Final

FORMAT: Final = "%(asctime)s level=%(levelname)s logger=%(name)s %(message)s"
CUT: Final = "/[secret]"
# Every link that lets somebody in carries 256 random bits, 43 characters. No other part of an address is as long.
_SECRET: Final = re.compile(r"/[A-Za-z0-9_-]{40,}")


def without_secrets(text: str) -> str:
    """Return a text in which each part of an address that may be a secret is cut out."""
    return _SECRET.sub(CUT, text)


class Line(logging.Formatter):
    """Writes a record with its traceback, without the secrets of addresses wherever they stand in it."""

    def __init__(self) -> None:
        """Take the one form."""
        super().__init__(FORMAT)

    def format(self, record: logging.LogRecord) -> str:
        """Return the text of a record."""
        return without_secrets(super().format(record))
