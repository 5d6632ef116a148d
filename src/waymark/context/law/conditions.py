"""Which conditions of duties the answers of a classification decide. What they leave open, a person decides."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

_INFRASTRUCTURE: Final = frozenset({2})
_RIGHTS: Final = (
    "a public body, a provider of public services, or credit scores and life and health insurance; not critical "
    "infrastructure"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What was answered: the listed uses (None where nobody knows or asked), the transparency cases likewise."""

    uses: frozenset[str] | None
    cases: frozenset[str] | None
    is_public: bool
    owes_fria: bool

    @property
    def areas(self) -> frozenset[int]:
        """Return the areas of Annex III that the uses lie in."""
        return frozenset(int(one.split("-")[2]) for one in self.uses or () if one.startswith("annex-iii-"))


def _uses(*keys: str) -> Callable[[Facts], bool | None]:
    return lambda facts: None if facts.uses is None else bool(facts.uses & set(keys))


def _areas(*areas: int) -> Callable[[Facts], bool | None]:
    return lambda facts: None if facts.uses is None else bool(facts.areas & set(areas))


def _case(key: str) -> Callable[[Facts], bool | None]:
    return lambda facts: None if facts.cases is None else key in facts.cases


def _beyond_infrastructure(facts: Facts) -> bool | None:
    return None if facts.uses is None else bool(facts.areas - _INFRASTRUCTURE)


def _public_beyond_infrastructure(facts: Facts) -> bool | None:
    return _beyond_infrastructure(facts) if facts.is_public else False


DECIDED: Final[Mapping[str, Callable[[Facts], bool | None]]] = {
    "Annex III 1(a)": _uses("annex-iii-1-a"),
    "Annex III 1(a), unless law enforcement or border law finds it out of proportion": _uses("annex-iii-1-a"),
    "Annex III area 1": _areas(1),
    "Annex III area 2": _areas(2),
    "Annex III areas 2 to 8": _areas(2, 3, 4, 5, 6, 7, 8),
    "post-remote biometric identification of suspects in a criminal investigation": _areas(1, 6),
    "not area 2; areas 1, 6 and 7 in law enforcement and migration go to the non-public section": (
        _beyond_infrastructure
    ),
    "public authority, Union body or acting for one; not area 2": _public_beyond_infrastructure,
    "not area 2; decision with legal or similarly strong effect that the person finds adverse; no other Union law "
    "gives the right": _beyond_infrastructure,
    _RIGHTS: lambda facts: facts.owes_fria,
    **{
        key: _case(key)
        for key in ("case-interaction", "case-marking", "case-emotion-biometric", "case-deep-fake", "case-public-text")
    },
}
"""By the words of a condition in the law file, whether it is met; None where the answers do not say."""


def is_ruled_out(condition: str, facts: Facts) -> bool:
    """Return whether the answers say that a condition is not met, so that the duty does not follow."""
    decide = DECIDED.get(condition)
    return decide is not None and decide(facts) is False
