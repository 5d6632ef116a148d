"""Keeps what the database knows of its own tables: without it, it guesses which index is the short way."""

import datetime as dt
from typing import Final

from django.db import connection
from django.utils.translation import gettext_lazy as _

from waymark.core.jobs import job

_ROWS: Final = 1000
"""So many rows of each index SQLite looks at: a few milliseconds however large the tables are."""


def refresh_statistics() -> None:
    """Let the database look at every table again. On SQLite, others see it in the connections they open afterwards."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit={_ROWS}")
        cursor.execute("ANALYZE")


@job(every=dt.timedelta(hours=1), label=_("Updating database statistics"))
def keep_statistics() -> None:
    """Look again once an hour, so that a large import is known of soon."""
    refresh_statistics()
