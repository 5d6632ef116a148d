"""Life cycles as tables: from which state which act leads where, who may do it, what guards it, and what it refuses.

A verb consults its table before it changes anything; the page of the record offers exactly what the table allows, and
says of the rest why not; docs/reference/life-cycles.md prints it; one property test walks it. What follows from other
fields and the day, such as fresh or stale, is no state and has no table.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.db.models import Choices, Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.core.errors import RuleBroken
from waymark.people.policy import NotYourRole
from waymark.people.readers import Reader
from waymark.people.rights import Can

M = TypeVar("M", bound=Model)
Guard = Callable[[Any], RuleBroken | None]
BEGINNING: Final = ""
"""Stands for what a record is before it is made."""
_NOT_NOW: Final = _("The state of %(reference)s does not allow this.")
STAYS: Final = "="
"""Stands for the state that a record is in already."""


class ActNotAllowed(RuleBroken):
    """The state in which a record is does not allow the act. Kinds with a code of their own derive from it."""

    code = "act-not-allowed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One act: the states it starts from, the state it leads to, and the right it asks for.

    `label` is what the button says. `sentence` says what the act means, for the reference. `guard` is a function with
    a name that says what must hold; it returns the refusal, or None. `refused` is raised where the state does not
    allow the act, with `because`, which may name %(reference)s and %(title)s, and a way out. Where `to` is `STAYS`,
    the act leaves the state as it is.
    """

    act: str
    sources: tuple[str, ...]
    to: str
    right: Can
    label: str | Promise
    sentence: str | Promise
    because: str | Promise = _NOT_NOW
    way_out: str | Promise = ""
    refused: type[RuleBroken] = ActNotAllowed
    guard: Guard | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """One act as a page offers it; `why_not` is empty where it can be done now."""

    transition: Transition
    why_not: str = ""

    @property
    def is_possible(self) -> bool:
        """Return whether it can be done now."""
        return not self.why_not


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle:
    """The states of one kind of record, and the acts between them. `state_of` reads where a record stands.

    Raises ValueError for a table that names unknown states or one act from one state twice.
    """

    name: str
    label: str | Promise
    states: type[Choices]
    transitions: tuple[Transition, ...]
    state_of: Callable[[Any], str] = lambda record: str(record.state)

    def __post_init__(self) -> None:
        """Refuse a table that cannot be meant."""
        known, seen = {*map(str, self.states.values), BEGINNING, STAYS}, set[tuple[str, str]]()
        for one in self.transitions:
            pairs = {(one.act, source) for source in one.sources}
            if not {*one.sources, one.to} <= known or pairs & seen:
                message = f"{self.name}: {one.act} names an unknown state, or appears twice"
                raise ValueError(message)
            seen |= pairs

    def acts(self) -> tuple[str, ...]:
        """Return the names of the acts, each once, in the order of the table."""
        return tuple(dict.fromkeys(one.act for one in self.transitions))

    def transition(self, act: str, state: str) -> Transition | None:
        """Return the row of an act from a state, or None where the table has none."""
        return next((one for one in self.transitions if one.act == act and state in one.sources), None)

    def require(self, record: Model, act: str) -> Transition:
        """Return the row by which an act may be done now.

        Raises the refusal of the act for a state it does not start from, and what its guard returns.
        """
        found = self.transition(act, self.state_of(record))
        if found is None:
            raise self._refusal(record, act)
        refusal = found.guard(record) if found.guard is not None else None
        if refusal is not None:
            raise refusal
        return found

    def require_stored(self, record: Model, act: str) -> Transition:
        """Return the same by how the record stands in the database now: for one that the act does not save itself.

        The act that saves a record finds out by its version that somebody else was there before; an act on another
        record does not, so that it asks here, with the chain locked.
        """
        return self.require(type(record)._base_manager.get(pk=record.pk), act)  # noqa: SLF001 -- Django's documented name

    def why_not(self, record: Model, act: str) -> str:
        """Return why an act cannot be done now, whoever asks; empty where it can."""
        try:
            self.require(record, act)
        except RuleBroken as broken:
            return str(broken.message)
        return ""

    def offers(self, record: Model, reader: Reader) -> tuple[Offer, ...]:
        """Return every act on a record that exists, for which the reader has the right, possible or with why not."""
        return tuple(Offer(one, self.why_not(record, one.act)) for one in self._once() if reader.can(one.right))

    def offer(self, record: Model, act: str, reader: Reader) -> Offer | None:
        """Return one act as the page offers it, or None where the reader lacks the right."""
        return next((one for one in self.offers(record, reader) if one.transition.act == act), None)

    def require_right(self, act: str, reader: Reader) -> None:
        """Raise NotYourRole unless the reader has the right that an act asks for."""
        if not any(reader.can(one.right) for one in self.transitions if one.act == act):
            raise NotYourRole(
                _("Your role does not allow this."), way_out=_("Ask an administrator for the role you need.")
            )

    def _once(self) -> Iterator[Transition]:
        seen = set()
        for one in self.transitions:
            if one.act not in seen and one.sources != (BEGINNING,):
                seen.add(one.act)
                yield one

    def _refusal(self, record: Model, act: str) -> RuleBroken:
        row = next(one for one in self.transitions if one.act == act)
        named = {"reference": getattr(record, "reference", str(record)), "title": str(record)}
        return row.refused(row.because % named, way_out=row.way_out)


_lifecycles: dict[str, Lifecycle] = {}


def add_lifecycle(one: Lifecycle) -> None:
    """Let the reference print a life cycle, and tests walk it; adding it again changes nothing."""
    _lifecycles.setdefault(one.name, one)


def lifecycles() -> tuple[Lifecycle, ...]:
    """Return every life cycle, in the order of registration."""
    return tuple(_lifecycles.values())
