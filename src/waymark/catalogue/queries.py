"""Questions of more than one row: which requirement an address means, and what is attached to it."""

from waymark.catalogue.changes import Carry, ChangeKind, ChangeList, PointChange, TextChange
from waymark.catalogue.models.framework import Framework
from waymark.catalogue.models.wording import Wording
from waymark.catalogue.outline import OutlineRequirement, outline
from waymark.people.models.organisation import Organisation


def requirement_named(ref: str, framework: str = "", language: str = "") -> OutlineRequirement | None:
    """Return the auditable requirement with this ref in the edition with this id.

    Without an id the first loaded edition that has the ref and that no other replaces is meant, the product's first.
    """
    editions = Framework.objects.named(framework) if framework else Framework.objects.newest().shipped_first()
    for edition in editions.only("pk"):
        tree = outline(edition.pk, language)
        if tree.has(ref) and tree.requirement(ref).is_auditable:
            return tree.requirement(ref)
    return None


def wording_about(organisation: Organisation, requirement_id: int) -> Wording | None:
    """Return the organisation's wording of a requirement, attached or withdrawn, if there ever was one."""
    return Wording.objects.of(organisation).about(requirement_id).select_related("attached_by", "organisation").first()


def changes_of(framework: Framework) -> ChangeList:
    """Return what changed since the edition that a framework replaces, as it was loaded; empty where it replaces none.

    One query where the supplement was not read.
    """
    stored = framework.supplement.get("changes")
    if not stored:
        return ChangeList(())
    points = tuple(
        PointChange(
            row["id"],
            ChangeKind(row["kind"]),
            tuple(row["sources"]),
            tuple(row["targets"]),
            Carry(row["carry"]),
            row["why"],
        )
        for row in stored["points"]
    )
    return ChangeList(points, tuple(TextChange(**row) for row in stored["texts"]))
