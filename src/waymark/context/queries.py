"""What the pages about AI systems show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from waymark.context.inventory.words import SECTIONS, fields_of
from waymark.context.models.system_answer import SystemAnswer


@dataclass(frozen=True, slots=True)
class Detail:
    """One detail of a system as its page shows it: its label, and the answer where there is one."""

    label: str
    answer: SystemAnswer


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a system: what is answered or open, and how many details nobody has touched."""

    name: str
    label: str | Promise
    details: Sequence[Detail]
    unanswered: int
    is_edited: bool

    @property
    def not_known(self) -> int:
        """Return how many of its details are marked as not known yet."""
        return sum(one.answer.is_not_known for one in self.details)


def sections_of(answers: Mapping[str, SystemAnswer], *, editing: str = "") -> tuple[Section, ...]:
    """Return the sections of a system with what is known, given its answers by field; one may be edited."""
    return tuple(_section(name, label, answers, is_edited=name == editing) for name, label in SECTIONS.items())


def _section(name: str, label: str | Promise, answers: Mapping[str, SystemAnswer], *, is_edited: bool) -> Section:
    fields = fields_of(name)
    found = [
        Detail(one.label, answers[one.id])
        for one in fields
        if one.id in answers and (answers[one.id].is_answered or answers[one.id].is_not_known)
    ]
    return Section(name, label, found, len(fields) - len(found), is_edited)
