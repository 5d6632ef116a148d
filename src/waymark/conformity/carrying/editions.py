"""Which edition follows, and what the list of changes makes of every point."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from waymark.catalogue.loading import points_of
from waymark.catalogue.models.framework import Framework
from waymark.catalogue.outline import Outline
from waymark.catalogue.queries import changes_of
from waymark.conformity.carrying.plan import Plan, heirs, plan
from waymark.conformity.queries import framework_of, tree_of
from waymark.core.errors import RuleBroken
from waymark.people.models.organisation import Organisation


class CarriedAlready(RuleBroken):
    """The organisation works with the edition already."""

    code = "carried-already"


class NotNextEdition(RuleBroken):
    """The edition does not replace the one in use."""

    code = "edition-not-next"


@dataclass(frozen=True)
class Way:
    """From the edition in use to the next: both outlines, and what becomes of each point."""

    current: Framework
    edition: Framework
    before: Outline
    after: Outline
    plan: Plan

    @property
    def name(self) -> str:
        """Return what people call the next edition."""
        return f"{self.edition.title}, {self.edition.edition}"

    @cached_property
    def heirs(self) -> dict[str, str]:
        """Return the requirement before from which each new one takes owner and applicability."""
        points = {one.ref: [point.ref for point in one.points] for one in self.after.auditable}
        owner = {point.ref: point.requirement for point in self.before.points}
        return heirs({one.ref for one in self.before.auditable}, points, self.plan, owner)

    @cached_property
    def points(self) -> dict[int, tuple[int, ...]]:
        """Return the points in which each point before lives on, by key."""
        return {
            self.before.point(ref).pk: tuple(self.after.point(one).pk for one in targets)
            for ref, targets in self.plan.targets.items()
        }


def edition_named(edition_id: str) -> Framework:
    """Return a loaded edition by its id; raises NotNextEdition where there is none."""
    found = Framework.objects.named(edition_id).first()
    if found is None:
        raise NotNextEdition(
            _("There is no edition %(edition)s.") % {"edition": edition_id[:80]},
            way_out=_("Load it first."),
        )
    return found


def way_to(organisation: Organisation, edition: Framework) -> Way:
    """Return the way from the edition in use to another; five queries at most, more where outlines are read first.

    Raises CarriedAlready, NotNextEdition, and NotCovered.
    """
    current = framework_of(organisation)
    if current is not None and current.pk == edition.pk:
        raise CarriedAlready(_("This organisation already uses %(edition)s.") % {"edition": edition.edition})
    if current is None or edition.replaces_id != current.pk:
        raise NotNextEdition(
            _("%(edition)s does not replace the edition in use.") % {"edition": edition.edition},
            way_out=_("Move one edition at a time; load those in between first."),
        )
    found = plan(points_of(current), points_of(edition), changes_of(edition))
    trees = tree_of(organisation, current.pk), tree_of(organisation, edition.pk)
    return Way(current, edition, *trees, found)
