"""Who reads: a member with their rights, or whoever runs the installation at its console."""

from dataclasses import dataclass
from typing import Protocol

from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Can
from waymark.trail.actors import Acts


class Reader(Protocol):
    """Anybody who reads the records of one organisation. What they may not read does not exist for them."""

    @property
    def organisation(self) -> Organisation:
        """Return whose records are read."""

    @property
    def pk(self) -> int:
        """Return the key of the member, or 0 where it is nobody's."""

    def can(self, right: Can) -> bool:
        """Return whether a right is held."""


@dataclass(frozen=True, slots=True)
class Operator:
    """Whoever runs the installation and uses its console: reads the records of an organisation as the machine does."""

    organisation: Organisation
    pk: int = 0

    def can(self, right: Can) -> bool:  # noqa: ARG002 -- as of any reader
        """Return that every right is held: the same person can read the database."""
        return True


def reader_of(by: Acts, organisation: Organisation) -> Reader:
    """Return as whom somebody reads who acts: a member as themselves, the console as the operator.

    Raises TypeError for anybody else: a user acts in an organisation as its member.
    """
    if isinstance(by, Member):
        return by
    if by.actor.kind == "console":
        return Operator(organisation)
    message = f"{by.actor.kind} reads no records of an organisation"
    raise TypeError(message)
