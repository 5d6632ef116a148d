"""Sources from the scope statement in force; a draft of it, or one that was approved for later, says nothing yet."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from waymark.context.inventory.words import role_in_words
from waymark.context.models.scope_version import ScopeVersion
from waymark.context.scope_content import activity_line, interface_line, outside_line
from waymark.documents.filled import VALUE, FilledRow
from waymark.documents.sources.asking import Asking, Draw, Drawn, Sources, drawn, on

_STATEMENT: Final = "scope/statement"
"""Stands for the statement of whichever version, so that a later one quotes another value instead of being another."""
Row = Mapping[str, Any]


def _in_force(asking: Asking) -> ScopeVersion | None:
    return ScopeVersion.objects.of(asking.organisation).visible_to(asking.reader).effective().first()


def _value(words: Callable[[ScopeVersion], str]) -> Draw:
    """Return a source for one value of the statement."""

    def draw(asking: Asking) -> Drawn:
        found = _in_force(asking)
        text = words(found) if found is not None else ""
        if found is None or not text:
            return Drawn()
        return drawn([FilledRow(_STATEMENT, found.reference, found.version, {VALUE: text})])

    return draw


def _rows(part: str, line: Callable[[Any], str], cells: Callable[[Row], dict[str, str]]) -> Draw:
    """Return a source for the rows of one part of the statement; the words of a row name it, whatever the version."""

    def draw(asking: Asking) -> Drawn:
        found = _in_force(asking)
        if found is None:
            return Drawn()
        rows = {line(one): cells(one) for one in getattr(found, part)}
        return drawn(FilledRow(f"scope/{part}/{name}", name, found.version, given) for name, given in rows.items())

    return draw


def _activity(row: Row) -> dict[str, str]:
    role = str(role_in_words(row["ai_role"])) if row["ai_role"] else ""
    site = row["site"]["title"] if row["site"] else ""
    return {"activity": row["activity"], "ai_role": role, "site": site}


def _interface(row: Row) -> dict[str, str]:
    return {"with": row["party"], "what": row["what"], "agreed_in": row["agreed_in"]}


def _outside(row: Row) -> dict[str, str]:
    return {"what": row["what"], "reason": row["reason"]}


SCOPE: Final[Sources] = {
    "scope.version": _value(lambda one: one.version_number),
    "scope.effective_from": _value(lambda one: on(one.effective_from)),
    "scope.sentence": _value(lambda one: one.sentence),
    "scope.activities[]": _rows("activities", activity_line, _activity),
    "scope.interfaces[]": _rows("interfaces", interface_line, _interface),
    "scope.outside[]": _rows("outside", outside_line, _outside),
}
