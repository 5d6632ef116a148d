"""Questions whose text is written once, for any organisation and any day: writing one takes longer than asking it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from waymark.people.models.organisation import Organisation

# Stand for any organisation and any day in the text of a question; nothing else asks for them.
_ANY_ORGANISATION: Final = -271_828_182
ANY_DAY: Final = dt.date(50, 6, 15)
_LONG_AGO: Final = dt.date(100, 1, 1)


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    """SQL with its values, among which one organisation and one day stand for all others."""

    sql: str
    given: tuple[Any, ...]

    def answers(self, organisation: Organisation, today: dt.date) -> Sequence[tuple[Any, ...]]:
        """Return the rows for one organisation and day, as the database has them; one query."""
        with connection.cursor() as cursor:
            # All texts are ours: the values stand among the parameters.
            cursor.execute(self.sql, [_meant(one, organisation, today) for one in self.given])
            return list(cursor.fetchall())


def anyone() -> Organisation:
    """Return who is asked about while a question is written."""
    return Organisation(pk=_ANY_ORGANISATION)


def write(parts: Iterable[Any]) -> WrittenQuestion:
    """Return one question of QuerySets about `anyone` on `ANY_DAY`, whose columns are alike.

    Their conditions may hold the organisation and the day as they are, and days so many days before or after.
    """
    asked = [one.query.get_compiler(connection=connection).as_sql() for one in parts]
    return WrittenQuestion(
        " UNION ALL ".join(sql for sql, _given in asked), tuple(one for _sql, given in asked for one in given)
    )


def _meant(given: Any, organisation: Organisation, today: dt.date) -> Any:
    """Return a value of the question for one organisation and day."""
    if given == _ANY_ORGANISATION and not isinstance(given, bool):
        return organisation.pk
    day = _day(given)
    if day is None or day >= _LONG_AGO:
        return given
    return connection.ops.adapt_datefield_value(today + (day - ANY_DAY))


def _day(given: Any) -> dt.date | None:
    if isinstance(given, dt.date) and not isinstance(given, dt.datetime):
        return given
    # SQLite keeps days as texts.
    if isinstance(given, str) and given.startswith("00"):
        try:
            return dt.date.fromisoformat(given)
        except ValueError:
            return None
    return None
