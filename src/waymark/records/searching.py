"""Searching records of every kind at once, by reference or words: one question for all kinds that have a table.

What is typed is taken literally: no sign is an operator, and only the digits 0 to 9 make a reference.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.db.models import Q

from waymark.core.folding import folded_in
from waymark.core.text import fold, without_unwanted
from waymark.people.readers import Reader
from waymark.records.kinds import RecordKind, RecordLine, Table, find, kinds, name_rows, name_rows_of_all, table_of
from waymark.records.people_kinds import MEMBER

MOST_WORDS: Final = 8
"""Of more words the first count."""
_REFERENCE: Final = re.compile(r"([A-Za-z]{1,10})[- ]?([0-9]{1,9})|([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Hits:
    """The records of one kind that were found, the best first. `is_exact`: the first is the one that was named.

    `places` names the organisation of each by the key of the record, where several were searched.
    """

    kind: RecordKind
    lines: Sequence[RecordLine]
    is_exact: bool
    are_more: bool
    places: Mapping[int, str] = field(default_factory=dict)


def search(reader: Reader, text: str, *, most: int, in_texts: bool = False) -> list[Hits]:
    """Return what a reader may read and a text finds, at most some of each kind; kinds without a hit are left out.

    A record is found by its reference, for which the beginning of its prefix is enough (`EV-12`, `t-3`, `12`), or by
    words that all stand in its title, or with `in_texts` in any field that is searched. One question for all kinds
    that have a table, and one for each of the others that can be picked.
    """
    text = without_unwanted(text)
    if not text:
        return []
    others = [kind for kind in kinds() if kind.table is None]
    found = {kind.kind: lines for kind in others if (lines := find(reader, text, among=[kind]).get(kind.word))}
    rows: dict[str, list[RecordLine]] = {}
    questions = _questions(lambda table: table.rows(reader), text, most + 1, "-number", in_texts=in_texts)
    for (kind_name, _pk), line in name_rows(reader, questions).items():
        rows.setdefault(kind_name, []).append(line)
    found |= rows
    # What an organisation wrote itself stands before what everybody shares, and people come last.
    in_order = sorted(kinds(), key=lambda kind: (kind.table is None, kind is MEMBER))
    return [_ranked(kind, found[kind.kind], text, most) for kind in in_order if found.get(kind.kind)]


def search_across(readers: Sequence[Reader], text: str, *, most: int, in_texts: bool = False) -> list[Hits]:
    """Return what a text finds in several organisations, as far as the reader of each may read it; one question.

    Kinds without a table are left out: requirements are alike everywhere, and people are looked for where they belong.
    """
    text = without_unwanted(text)
    if not text or not readers:
        return []
    questions = _questions(lambda table: table.rows_of_all(readers), text, most + 1, "-pk", in_texts=in_texts)
    lines: dict[str, list[RecordLine]] = {}
    places: dict[str, dict[int, str]] = {}
    for (kind_name, pk), (line, organisation) in name_rows_of_all(readers, questions).items():
        lines.setdefault(kind_name, []).append(line)
        places.setdefault(kind_name, {})[pk] = organisation.name
    found = [(kind, lines[kind.kind]) for kind in kinds() if lines.get(kind.kind)]
    return [replace(_ranked(kind, some, text, most), places=places[kind.kind]) for kind, some in found]


def _questions(rows_of: Callable[[Table], Any], text: str, most: int, newest: str, *, in_texts: bool) -> dict[str, Any]:
    words = text.split()[:MOST_WORDS]
    questions = {}
    for kind in kinds():
        if kind.table is None or kind.choose is None:
            continue
        readable = rows_of(table_of(kind))
        fields = kind.table.searched if in_texts else (kind.table.title,)
        holding = readable.filter(*(folded_in(word, fields) for word in words)).order_by(newest).values("pk")[:most]
        named = Q(number=number) if (number := _number(kind.table, text)) is not None else Q()
        # Cut inside, for only so can each part of the question stop at enough hits, on both databases.
        questions[kind.kind] = readable.filter(Q(pk__in=holding) | named if named else Q(pk__in=holding))
    return questions


def _number(table: Table, text: str) -> int | None:
    found = _REFERENCE.fullmatch(text)
    if found is None or not (found[1] is None or table.prefix.startswith(found[1].upper())):
        return None
    return int(found[2] or found[3]) or None


def _ranked(kind: RecordKind, lines: Sequence[RecordLine], text: str, most: int) -> Hits:
    wanted = fold(text)
    number = _number(kind.table, text) if kind.table is not None else None
    named = f"{kind.table.prefix}-{number}" if kind.table is not None and number else ""

    def is_exact(line: RecordLine) -> bool:
        is_named = bool(named) and line.reference == named and not text.isdigit()
        return is_named or fold(line.reference) == wanted

    def rank(line: RecordLine) -> tuple[bool, bool, bool, int]:
        begins = fold(line.title).startswith(wanted) or fold(line.reference).startswith(wanted)
        newest = -line.pk if kind.table is not None else 0
        return not is_exact(line), not begins, line.reference != named, newest

    best = sorted(lines, key=rank)
    return Hits(kind, tuple(best[:most]), is_exact(best[0]), len(best) > most)
