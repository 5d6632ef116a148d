"""Who acts: always an argument, never ambient."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or a part of the installation, as the trail keeps it: also as text, since people leave.

    `kind` is `member`, `user` or `console`; `id` is empty for the console.
    """

    kind: str
    id: int | None
    name: str

    @property
    def actor(self) -> "Actor":
        """Return itself, so that an actor can stand wherever somebody who acts is asked for."""
        return self


class Acts(Protocol):
    """Anything that can act: a member, a user, or an `Actor`."""

    @property
    def actor(self) -> Actor:
        """Return who this is."""


CONSOLE = Actor("console", None, "Console")
