"""The index of evidence: put in, take out, find. It knows nothing that cannot be worked out again."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from waymark.evidence.models.evidence import Evidence
from waymark.evidence.search.dialect import Dialect, Document, Statement, Within
from waymark.evidence.search.postgresql import Postgresql
from waymark.evidence.search.sqlite import Sqlite
from waymark.evidence.search.words import Segment, phrases_of, segments_of

MOST_HITS: Final = 200
_DIALECTS: Final[dict[str, Dialect]] = {"sqlite": Sqlite(), "postgresql": Postgresql()}


@dataclass(frozen=True, slots=True)
class Hit:
    """One piece of evidence that was found, with the words around what was found as the database marked them."""

    evidence_id: int
    marked: str

    @property
    def snippet(self) -> tuple[Segment, ...]:
        """Return the words in pieces; only the hits of one page are cut."""
        return segments_of(self.marked)


def find(organisation_id: int, query: str, *, allowed: "QuerySet[Evidence, Any]", limit: int = 50) -> tuple[Hit, ...]:
    """Return the best hits among the evidence of one organisation that the caller allows, best first.

    `allowed` is what the person may see (`Evidence.objects.of(…).visible_to(member)`): it goes into the question
    itself, so nothing hidden takes a place on a page, makes a count larger, or lends a word to a snippet. All words
    must be there, the last one as the beginning of a word; signs count for nothing, and signs alone find nothing.
    What has them all in its title comes first, then in its notes, then the others, and of each the newest.
    """
    phrases = phrases_of(query)
    if not phrases or limit < 1:
        return ()
    visible = allowed.filter(organisation_id=organisation_id).order_by().values("pk")
    most = min(limit, MOST_HITS)
    try:
        within = Within(organisation_id, _as_statement(visible))
    except EmptyResultSet:
        # Django knows without asking that nobody may see anything.
        return ()
    found: dict[int, str] = {}
    for question in _dialect().find(phrases, within, most):
        for key, _place, marked in _rows(question):
            found.setdefault(int(key), marked)
        if len(found) >= most:
            break
    return tuple(Hit(key, marked) for key, marked in islice(found.items(), most))


def put(document: Document) -> None:
    """Index what is known of one piece of evidence, in place of what was."""
    with transaction.atomic():
        _run(_dialect().put(document))


def drop(evidence_id: int) -> None:
    """Take one piece of evidence out of the index."""
    _run([(f"DELETE FROM evidence_search WHERE {_key()} = %s", (evidence_id,))])  # noqa: S608 -- a name of ours


def outdated(limit: int) -> list[int]:
    """Return keys of evidence that changed since it was indexed, or never was; the oldest first."""
    question = (
        "SELECT evidence.id FROM evidence_evidence AS evidence LEFT JOIN evidence_search AS found "  # noqa: S608 -- as above
        f"ON found.{_key()} = evidence.id WHERE found.version IS NULL OR found.version <> evidence.version "
        "ORDER BY evidence.id LIMIT %s"
    )
    return [int(key) for (key,) in _rows((question, (limit,)))]


def trouble() -> str:
    """Return what is wrong with the index, or nothing; for those who run the installation."""
    try:
        with transaction.atomic():
            _rows((f"SELECT count(*) FROM evidence_search WHERE {_key()} < 0", ()))  # noqa: S608 -- as above
    except DatabaseError as refused:
        return str(refused).strip()
    return ""


def _dialect() -> Dialect:
    return _DIALECTS[connection.vendor]


def _key() -> str:
    return "rowid" if connection.vendor == "sqlite" else "evidence_id"


def _as_statement(keys: "QuerySet[Evidence, Any]") -> Statement:
    sql, values = keys.query.get_compiler(connection=connection).as_sql()
    return sql, tuple(values)


def _rows(question: Statement) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(*question)
        return list(cursor.fetchall())


def _run(statements_: Iterable[Statement]) -> None:
    with connection.cursor() as cursor:
        for statement in statements_:
            cursor.execute(*statement)
