"""Finding a record that a task can be about, among all kinds that can be chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from waymark.core.text import normal
from waymark.people.models.member import Member
from waymark.people.records import RecordLine, kind_called, kinds, lines_for

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Group:
    """The records of one kind that were found."""

    label: str | Promise
    word: str
    lines: Sequence[RecordLine]


@dataclass(frozen=True, slots=True)
class Picker:
    """What was looked for, what is chosen, and what was found."""

    find: str
    chosen: str
    chosen_line: RecordLine | None
    groups: list[Group]


def subjects(member: Member, find: str, chosen: str) -> Picker:
    """Return at most 20 records of each kind that a text finds; for an empty text only what is chosen already."""
    text = normal(find.replace("\0", ""))[:_LONGEST]
    word, _colon, key = chosen.partition(":")
    kind = kind_called(word)
    is_key = key.isascii() and key.isdigit() and len(key) < 19  # noqa: PLR2004 -- longer than any key
    organisation = member.organisation
    found = (kind.kind, int(key)) if kind is not None and is_key else None
    line = lines_for(member, [found]).get(found) if found is not None else None
    groups = [Group(one.label, one.word, one.choose(organisation, text)) for one in kinds() if one.choose and text]
    return Picker(text, chosen if line else "", line, [group for group in groups if group.lines])
