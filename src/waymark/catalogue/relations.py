"""What a requirement is related to in other frameworks, remembered: rows of an edition never change."""

from dataclasses import dataclass
from functools import lru_cache

from waymark.catalogue.models.framework import Framework, Mapping


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation to an entry of another framework, with how sure it is and why."""

    framework: str
    target_ref: str
    target_title: str
    relation: str
    confidence: str
    rationale: str


@lru_cache(maxsize=512)
def relations_of(framework_id: int, requirement_id: int) -> tuple[Relation, ...]:
    """Return the relations of a requirement. The first call costs two queries, later ones none."""
    framework = Framework.objects.only("supplement").get(pk=framework_id)
    titles = {target["id"]: target["title"] for target in framework.supplement["targets"]}
    return tuple(
        Relation(
            framework=titles.get(one.target_framework, one.target_framework),
            target_ref=one.target_ref,
            target_title=one.target_title,
            relation=one.relation,
            confidence=one.confidence,
            rationale=one.rationale,
        )
        for one in Mapping.objects.of_framework(framework_id).filter(requirement=requirement_id)
    )
