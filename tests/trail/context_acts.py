"""How events of the context come about that no act of an example brings, for `tests/trail/acts.py`."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.examples_context import make_site
from tests.examples_scope import SCOPE_ACTS, put_in_force, scope_version
from waymark.context.candidates import known_of
from waymark.context.models.obligation import Obligation
from waymark.context.models.scope_version import ScopeVersion
from waymark.context.starter import starter


def decline_candidate(stage: Any) -> Obligation:
    """Decline the first candidate of the starter register."""
    first = starter().candidates[0]
    known = {"reason": "Nothing of the kind is done here.", **known_of(first)}
    return Obligation.decline_candidate(stage.organisation, by=stage.by, candidate=first.id, **known)


def review_scope(stage: Any) -> None:
    """Review the version of the scope that is in force."""
    made = scope_version(stage.by, 1)
    put_in_force(stage.by)
    SCOPE_ACTS["review"](ScopeVersion.objects.of(stage.organisation).get(pk=made.pk), stage.by, stage.other)


CONTEXT_ACTS: Final[Mapping[str, Callable[[Any], object]]] = {
    "headcount.recorded": lambda stage: make_site(stage.by, 1),
    "obligation.declined": decline_candidate,
    "scope.reviewed": review_scope,
}
