"""What a requirement is related to, in other frameworks and through them, remembered: editions never change."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.catalogue.models.framework import Framework, Mapping, MappingQuerySet, Requirement

EQUAL: Final = "equal"
"""Two entries that ask for the same apart from the subject: what is specific to AI remains to be shown."""
_WORDS: Final[dict[str, Any]] = {
    EQUAL: _("same structure"),
    "subset": _("within it"),
    "superset": _("beyond it"),
    "intersects": _("in part"),
    "supports": _("supports"),
}
_LOOSE: Final = "supports"
_UNSURE: Final = "low"


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation to an entry of another framework, with how sure it is and why."""

    framework: str
    target_ref: str
    target_title: str
    relation: str
    confidence: str
    rationale: str

    @property
    def words(self) -> Any:
        """Return what kind of relation it is, as people read it."""
        return _WORDS.get(self.relation, self.relation)

    @property
    def is_same_structure(self) -> bool:
        """Return whether both ask for the same apart from the subject."""
        return self.relation == EQUAL


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


@dataclass(frozen=True, slots=True)
class Related:
    """Another requirement whose evidence may serve too. `through` is the entry that both ask for; empty if mapped."""

    requirement_id: int
    through: str = ""


@lru_cache(maxsize=512)
def related_requirements(framework_ids: tuple[int, ...], requirement_id: int) -> tuple[Related, ...]:
    """Return the requirements of some editions that one is mapped to or from, then those that share an entry with it.

    Two requirements that ask in part for the same entry of another framework, such as Art. 9 of the EU AI Act, may
    rest on the same evidence. Relations that are loose or unsure lead nowhere. The first call costs three queries,
    later ones none.
    """
    own = Mapping.objects.filter(requirement=requirement_id).exclude(confidence=_UNSURE)
    entries = {(one.target_framework, one.target_ref): one.relation for one in own}
    mapped = [*_mapped_to(framework_ids, entries), *_mapped_from(framework_ids, requirement_id)]
    shared = _sharing(framework_ids, requirement_id, {entry for entry, how in entries.items() if how != _LOOSE})
    found = {pk: Related(pk) for pk in mapped if pk != requirement_id}
    return (*found.values(), *(one for one in shared if one.requirement_id not in found))


def _mapped_to(framework_ids: tuple[int, ...], entries: dict[tuple[str, str], str]) -> list[int]:
    named = Requirement.objects.filter(framework__in=framework_ids, framework__slug__in={one for one, _ref in entries})
    rows = named.order_by("order").values_list("pk", "framework__slug", "ref")
    return [pk for pk, slug, ref in rows if (slug, ref) in entries]


def _mapped_from(framework_ids: tuple[int, ...], requirement_id: int) -> list[int]:
    one = Requirement.objects.select_related("framework").only("ref", "framework__slug").get(pk=requirement_id)
    towards = _within(framework_ids).filter(target_framework=one.framework.slug, target_ref=one.ref)
    return list(towards.order_by("pk").values_list("requirement", flat=True))


def _sharing(framework_ids: tuple[int, ...], requirement_id: int, entries: set[tuple[str, str]]) -> list[Related]:
    """Return who shares entries, those who share most first, each with the first shared entry."""
    theirs = _within(framework_ids).exclude(requirement=requirement_id).exclude(relation=_LOOSE)
    theirs = theirs.filter(target_ref__in={ref for _framework, ref in entries}).order_by("pk")
    shared: dict[int, list[str]] = defaultdict(list)
    for pk, framework, ref in theirs.values_list("requirement", "target_framework", "target_ref"):
        if (framework, ref) in entries:
            shared[pk].append(ref)
    most_first = sorted(shared.items(), key=lambda one: -len(one[1]))
    return [Related(pk, refs[0]) for pk, refs in most_first]


def _within(framework_ids: tuple[int, ...]) -> MappingQuerySet:
    return Mapping.objects.filter(requirement__framework__in=framework_ids).exclude(confidence=_UNSURE)
