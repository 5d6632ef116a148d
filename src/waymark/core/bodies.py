"""How much a view may be sent: it is declared at the view, and refused before a byte of it is read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeVar, cast

View = TypeVar("View", bound=Callable[..., Any])


UNASKED: Final = 256 * 1024
"""What the web server takes in without asking the page. It is what anybody may send: a name and a password fit well."""
ADMISSION: Final = "waymark.admission"
"""Where a request carries the question whether its page takes a body as long as was announced."""


@dataclass
class Admission:
    """The question of the web server whether a long body may come. The page answers without it."""

    is_granted: bool = False


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """What a view takes: files of at most `limit()` bytes each, and `at_once` times as much in one request."""

    limit: Callable[[], int]
    at_once: int = 1


class _Declared(Protocol):
    body_limits: BodyLimits


def takes_files(limit: Callable[[], int], *, at_once: int = 1) -> Callable[[View], View]:
    """Declare that people who are signed in may send files to a view. Every other view takes small forms only."""

    def declare(view: View) -> View:
        cast("_Declared", view).body_limits = BodyLimits(limit, at_once)
        return view

    return declare


def body_limits_of(view: Callable[..., Any]) -> BodyLimits | None:
    """Return what a view declared."""
    return getattr(view, "body_limits", None)
