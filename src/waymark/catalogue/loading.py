"""Loading an edition: all of it in one transaction, once; afterwards it never changes."""

from collections import defaultdict
from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from waymark.catalogue import edition as pure
from waymark.catalogue.changes import Wording, faults_between
from waymark.catalogue.events import CatalogueEvent
from waymark.catalogue.models.framework import Framework, Mapping, Point, Requirement, Translation
from waymark.catalogue.outline import outline
from waymark.core.errors import RuleBroken
from waymark.trail.actors import Acts
from waymark.trail.door import insert_unrecorded


class EditionChanged(RuleBroken):
    """An edition with this id is loaded already, with another content."""

    code = "edition-changed"


class EditionBeforeMissing(RuleBroken):
    """The edition that this one replaces is not loaded, so its changes cannot be checked."""

    code = "edition-before-missing"


class ChangesDisagree(RuleBroken):
    """The list of changes leaves out a point, or does not agree with the edition before."""

    code = "changes-disagree"


def load(edition: pure.Edition, *, by: Acts, is_shipped: bool = False) -> Framework:
    """Return the framework of an edition, loading what is not there yet.

    The same edition again changes nothing; translations that are new are added.
    Raises EditionChanged where the id is taken by another content, EditionBeforeMissing and ChangesDisagree where it
    cannot follow the edition it replaces.
    """
    with transaction.atomic():
        framework = Framework.objects.named(edition.id).first()
        is_new = framework is None
        if framework is None:
            framework = _load_new(edition, by=by, is_shipped=is_shipped)
        elif framework.digest != edition.digest:
            raise EditionChanged(
                _("%(id)s is already loaded with different content; a loaded edition cannot be changed.")
                % {"id": edition.id},
                way_out=_("Give the changed edition a new id."),
            )
        added = [_add_translation(framework, translation, by=by) for translation in edition.translations]
    if is_new or any(added):
        outline.cache_clear()
    return framework


def list_frameworks() -> list[Framework]:
    """Return the loaded editions by title."""
    return list(Framework.objects.in_order())


def points_of(framework: Framework) -> dict[str, Wording]:
    """Return what each point of a loaded edition says, in its own language, and what it rests on; one query."""
    rows = Point.objects.of_framework(framework.pk).values_list("ref", "texts", "basis")
    return {ref: Wording(texts[framework.language]["text"], pure.Basis(basis).value) for ref, texts, basis in rows}


def _edition_before(edition: pure.Edition) -> Framework | None:
    if not edition.changes:
        return None
    before = Framework.objects.named(edition.replaces).first()
    if before is None:
        raise EditionBeforeMissing(
            _("%(id)s replaces %(before)s, which is not loaded.") % {"id": edition.id, "before": edition.replaces},
            way_out=_("Load %(before)s first.") % {"before": edition.replaces},
        )
    points = [point for node in edition.nodes for point in node.points]
    after = {point.ref: Wording(point.text, point.basis.value) for point in points}
    sentences = faults_between(points_of(before), after, edition.changes)
    again = sorted({point.ref for point in points} & set(before.supplement.get("retired", ())))
    sentences += [_("%(ref)s was retired before and cannot be used again.") % {"ref": ref} for ref in again]
    if sentences:
        raise ChangesDisagree(
            _("%(id)s does not say what became of every point of %(before)s. %(first)s")
            % {"id": edition.id, "before": edition.replaces, "first": sentences[0]},
            way_out=_("Correct the list of changes of the edition and load it again."),
        )
    return before


def _load_new(edition: pure.Edition, *, by: Acts, is_shipped: bool) -> Framework:
    before = _edition_before(edition)
    framework = Framework(
        slug=edition.id,
        title=edition.title,
        name=edition.name,
        edition=edition.edition,
        language=edition.language,
        digest=edition.digest,
        licence_note=edition.licence_note,
        folder=edition.folder,
        is_shipped=is_shipped,
        replaces=before,
        supplement=_supplement(edition),
    )
    framework.commit(CatalogueEvent.EDITION_LOADED, by=by)
    requirements = _insert_nodes(edition, framework)
    insert_unrecorded(
        [
            Point(
                requirement=requirements[node.ref],
                ref=point.ref,
                number=point.number,
                basis=point.basis.value,
                texts={edition.language: point.texts},
            )
            for node in edition.nodes
            for point in node.points
        ]
    )
    insert_unrecorded([_mapping(mapping, requirements[mapping.source]) for mapping in edition.mappings])
    return framework


def _insert_nodes(edition: pure.Edition, framework: Framework) -> dict[str, Requirement]:
    # A row can only point to a parent that is stored, so the tree goes in level by level.
    depths: dict[str, int] = {}
    levels: dict[int, list[pure.Node]] = defaultdict(list)
    for node in edition.nodes:
        depths[node.ref] = depths[node.parent] + 1 if node.parent else 0
        levels[depths[node.ref]].append(node)
    requirements: dict[str, Requirement] = {}
    for depth in sorted(levels):
        rows = [
            _requirement(node, framework, requirements.get(node.parent), edition.language) for node in levels[depth]
        ]
        insert_unrecorded(rows)
        requirements.update({row.ref: row for row in rows})
    return requirements


def _requirement(node: pure.Node, framework: Framework, parent: Requirement | None, language: str) -> Requirement:
    return Requirement(
        framework=framework,
        ref=node.ref,
        kind=node.kind.value,
        parent=parent,
        group_ref=node.group,
        order=node.order,
        order_of_work=node.order_of_work,
        auditable=node.is_auditable,
        owner_role=node.owner_role,
        texts={language: node.texts},
        details={
            "documented": [[document.kind, document.is_explicit] for document in node.documented],
            "related": list(node.related),
            "relates_to_all": node.relates_to_all,
            "feeds": list(node.feeds),
            "applies_to": list(node.applies_to),
            "attributes": asdict(node.attributes) if node.attributes else None,
        },
    )


def _mapping(mapping: pure.Mapping, requirement: Requirement) -> Mapping:
    return Mapping(
        requirement=requirement,
        code=mapping.id,
        target_framework=mapping.framework,
        target_ref=mapping.target,
        target_title=mapping.target_title,
        relation=mapping.relation,
        confidence=mapping.confidence,
        basis=mapping.basis,
        rationale=mapping.rationale,
    )


def _supplement(edition: pure.Edition) -> dict[str, object]:
    later: dict[str, object] = {"changes": asdict(edition.changes)} if edition.changes else {}
    return later | {
        "roles": {role.id: role.text for role in edition.roles},
        "applies_to": {word.id: word.text for word in edition.applies_to},
        "steps": [asdict(step) for step in edition.steps],
        "targets": [asdict(target) for target in edition.targets],
        "library": asdict(edition.library),
        "retired": list(edition.retired),
    }


def _add_translation(framework: Framework, translation: pure.Translation, *, by: Acts) -> bool:
    known = [row for row in Translation.objects.of_framework(framework.pk) if row.language == translation.language]
    if known and known[-1].digest == translation.digest:
        return False
    row = Translation(
        framework=framework,
        language=translation.language,
        number=len(known) + 1,
        digest=translation.digest,
        texts=translation.texts,
    )
    row.commit(CatalogueEvent.TRANSLATION_ADDED, by=by)
    return True
