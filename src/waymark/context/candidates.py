"""The starter register of obligations: each candidate with what the organisation made of it, if it decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from waymark.context.met_by import join_refs
from waymark.context.models.obligation import Direction, Obligation, Origin
from waymark.context.starter import Candidate, starter
from waymark.people.models.organisation import Organisation

_NAMED = {Origin.CONTRACT, Origin.PROMISE}


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A candidate, and the obligation that was made of it or None."""

    candidate: Candidate
    obligation: Obligation | None

    @property
    def version(self) -> int:
        """Return the version of what was made of it, 0 while nothing is decided."""
        return self.obligation.version if self.obligation is not None else 0

    @property
    def title(self) -> str:
        """Return what it is called."""
        return title_of(self.candidate)


def candidate_rows(organisation: Organisation) -> list[CandidateRow]:
    """Return every candidate in the order of the register; one query."""
    rows = Obligation.objects.of(organisation).of_candidates()
    made = {one.candidate: one for one in rows}
    return [CandidateRow(one, made.get(one.id)) for one in starter().candidates]


def candidate_row(organisation: Organisation, key: str) -> CandidateRow | None:
    """Return one candidate by its id, or None."""
    found = starter().candidate(key)
    if found is None:
        return None
    return CandidateRow(found, Obligation.objects.of(organisation).filter(candidate=key).first())


def title_of(one: Candidate) -> str:
    """Return what a candidate is called: laws by name and article, kinds of clause and promise by themselves."""
    origin = Origin(one.source)
    return one.reference if origin in _NAMED or origin == Origin.OTHER_LAW else f"{origin.label}, {one.reference}"


def known_of(one: Candidate) -> Mapping[str, Any]:
    """Return what a candidate proposes for the obligation; the contract or promise itself only a person knows."""
    origin = Origin(one.source)
    return {
        "title": title_of(one)[:200],
        "duty": one.what,
        "origin": origin.value,
        "reference_text": "" if origin in _NAMED else str(origin.label),
        "clause": "" if origin in _NAMED else one.reference,
        "direction": Direction.OWED_TO_US if one.who == ("owed_to_us",) else Direction.WE_OWE,
        "met_by": join_refs(one.met_by),
    }
