"""Which function answers for which source: those of this package, and those that packages above register.

A source without a function has no register yet: its marks stay in the text until a person fills them.
"""

from typing import Final

from waymark.documents.package_data import document_data
from waymark.documents.sources.abilities import ABILITIES
from waymark.documents.sources.asking import Draw, Sources
from waymark.documents.sources.measures import MEASURES
from waymark.documents.sources.one_system import ONE_SYSTEM
from waymark.documents.sources.papers import PAPERS
from waymark.documents.sources.roles import ROLES
from waymark.documents.sources.scope import SCOPE
from waymark.documents.sources.supply import SUPPLY
from waymark.documents.sources.surroundings import SURROUNDINGS
from waymark.documents.sources.systems import SYSTEMS
from waymark.documents.sources.upkeep import UPKEEP

SOURCES: Final[dict[str, Draw]] = {
    **SCOPE,
    **SURROUNDINGS,
    **SYSTEMS,
    **ONE_SYSTEM,
    **SUPPLY,
    **ROLES,
    **ABILITIES,
    **MEASURES,
    **PAPERS,
    **UPKEEP,
}


def register_sources(sources: Sources) -> None:
    """Add functions of a package above, in its `AppConfig.ready()`. Raises ValueError for one that nobody names."""
    unknown = sorted(set(sources) - set(document_data().sources))
    if unknown:
        message = f"no source in documents.yaml is called {', '.join(unknown)}"
        raise ValueError(message)
    SOURCES.update(sources)


def source_of(key: str) -> Draw | None:
    """Return the function that answers for a source, or None where its register does not exist yet."""
    return SOURCES.get(key)
