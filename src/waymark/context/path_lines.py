"""The lines of step 2 of the path that this package knows: context, parties, inventory, sites, changes, suppliers."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from waymark.context.models.factor import Factor
from waymark.context.models.headcount import Headcount
from waymark.context.models.need import Need, NeedState
from waymark.context.models.obligation import Obligation
from waymark.context.models.party import Party
from waymark.context.models.planned_change import PlannedChange
from waymark.context.models.scope_version import ScopeVersion
from waymark.context.models.site import Site
from waymark.context.models.supplier import Supplier
from waymark.context.models.supplier_notice import SupplierNotice
from waymark.context.models.system import AISystem
from waymark.context.models.system_request import SystemRequest
from waymark.context.models.trigger import SystemTrigger
from waymark.context.system_choices import Scope
from waymark.people.rights import Can
from waymark.records.path_lines import PathFigure, PathLine, Stage


def _reviews_due(model: Any) -> PathFigure:
    return PathFigure(
        rows=lambda organisation, day: model.objects.of(organisation).review_due_by(day),
        words=lambda n: ngettext("%(n)d review due", "%(n)d reviews due", n) % {"n": n},
        query="?review_due=on",
        is_open=True,
    )


FACTORS: Final = PathLine(
    name="factors",
    stage=Stage.CONTEXT,
    label=_("Context factors"),
    requirement="4.1",
    address="factors",
    figures=(
        PathFigure(
            rows=lambda organisation, _day: Factor.objects.of(organisation).active(),
            words=lambda n: ngettext("%(n)d factor", "%(n)d factors", n) % {"n": n},
        ),
        PathFigure(
            rows=lambda organisation, _day: Factor.objects.of(organisation).on_climate(),
            when_none=_("climate not decided"),
        ),
        _reviews_due(Factor),
    ),
)
PARTIES: Final = PathLine(
    name="parties",
    stage=Stage.PARTIES,
    label=_("Interested parties"),
    requirement="4.2",
    address="parties",
    figures=(
        PathFigure(
            rows=lambda organisation, _day: Party.objects.of(organisation).active(),
            words=lambda n: ngettext("%(n)d party", "%(n)d parties", n) % {"n": n},
        ),
        _reviews_due(Party),
    ),
)
NEEDS: Final = PathLine(
    name="needs",
    stage=Stage.PARTIES,
    label=_("Needs of parties"),
    requirement="4.2",
    address="needs",
    figures=(
        PathFigure(
            rows=lambda organisation, _day: Need.objects.of(organisation),
            words=lambda n: ngettext("%(n)d need", "%(n)d needs", n) % {"n": n},
        ),
        PathFigure(
            rows=lambda organisation, _day: Need.objects.of(organisation).filter(state=NeedState.OPEN),
            words=lambda n: ngettext("%(n)d not decided", "%(n)d not decided", n) % {"n": n},
            query=f"?state={NeedState.OPEN}",
            is_open=True,
        ),
    ),
    nothing=_("Open an interested party and write down what it needs; each need binds or is a wish (4.2)."),
    start="parties",
    start_label=_("Open the parties"),
    start_right=Can.READ,
)
OBLIGATIONS: Final = PathLine(
    name="obligations",
    stage=Stage.PARTIES,
    label=_("Obligations"),
    requirement="4.2",
    address="obligations",
    figures=(
        PathFigure(
            rows=lambda organisation, _day: Obligation.objects.of(organisation).active(),
            words=lambda n: ngettext("%(n)d obligation", "%(n)d obligations", n) % {"n": n},
        ),
        PathFigure(
            rows=lambda organisation, _day: Obligation.objects.of(organisation).active().filter(owner=None),
            words=lambda n: ngettext("%(n)d without owner", "%(n)d without owner", n) % {"n": n},
            query="?owner=nobody",
            is_open=True,
        ),
        _reviews_due(Obligation),
    ),
)
SYSTEMS: Final = PathLine(
    name="systems",
    stage=Stage.INVENTORY,
    label=_("AI systems"),
    requirement="A.4.2",
    address="systems",
    figures=(
        PathFigure(
            rows=lambda organisation, _day: AISystem.objects.of(organisation).current(),
            words=lambda n: ngettext("%(n)d system", "%(n)d systems", n) % {"n": n},
        ),
        PathFigure(
            rows=lambda organisation, _day: AISystem.objects.of(organisation).class_due(),
            words=lambda n: ngettext("%(n)d to classify", "%(n)d to classify", n) % {"n": n},
            query="?class_due=on",
            is_open=True,
        ),
        PathFigure(
            rows=lambda organisation, _day: AISystem.objects.of(organisation).current().filter(scope=Scope.OPEN),
            words=lambda n: (
                ngettext("%(n)d without a decision on scope", "%(n)d without a decision on scope", n) % {"n": n}
            ),
            query=f"?scope={Scope.OPEN}",
            is_open=True,
        ),
        PathFigure(
            rows=lambda organisation, _day: AISystem.objects.of(organisation).current().filter(owner=None),
            words=lambda n: ngettext("%(n)d without owner", "%(n)d without owner", n) % {"n": n},
            query="?owner=nobody",
            is_open=True,
        ),
        PathFigure(
            rows=lambda organisation, _day: SystemRequest.objects.of(organisation).open(),
            words=lambda n: ngettext("%(n)d request waits", "%(n)d requests wait", n) % {"n": n},
            address="system_requests",
            is_open=True,
        ),
        PathFigure(
            rows=lambda organisation, _day: SystemTrigger.objects.of(organisation).open(),
            words=lambda n: ngettext("%(n)d open trigger", "%(n)d open triggers", n) % {"n": n},
            address="triggers",
            is_open=True,
        ),
    ),
)
SITES: Final = PathLine(
    name="sites",
    stage=Stage.SCOPE,
    label=_("Sites and headcount"),
    requirement="4.3",
    address="sites",
    figures=(
        PathFigure(
            rows=lambda organisation, _day: Site.objects.of(organisation).active(),
            words=lambda n: ngettext("%(n)d site", "%(n)d sites", n) % {"n": n},
        ),
        PathFigure(
            rows=lambda organisation, _day: Headcount.objects.of(organisation),
            address="headcounts",
            when_none=_("nobody counted"),
        ),
    ),
)
CHANGES: Final = PathLine(
    name="planned_changes",
    stage=Stage.OPERATION,
    label=_("Planned changes"),
    requirement="6.3",
    address="planned_changes",
    figures=(
        PathFigure(
            rows=lambda organisation, _day: PlannedChange.objects.of(organisation),
            words=lambda n: ngettext("%(n)d change", "%(n)d changes", n) % {"n": n},
            query="?state=all",
        ),
        PathFigure(
            rows=lambda organisation, _day: PlannedChange.objects.of(organisation).open(),
            words=lambda n: ngettext("%(n)d not completed", "%(n)d not completed", n) % {"n": n},
            is_open=True,
        ),
        PathFigure(
            rows=lambda organisation, day: PlannedChange.objects.of(organisation).open().filter(due_on__lt=day),
            words=lambda n: ngettext("%(n)d overdue", "%(n)d overdue", n) % {"n": n},
            query="?overdue=on",
            is_open=True,
        ),
    ),
)
SUPPLIERS: Final = PathLine(
    name="suppliers",
    stage=Stage.OPERATION,
    label=_("Suppliers"),
    requirement="A.10.3",
    address="suppliers",
    figures=(
        PathFigure(
            rows=lambda organisation, _day: Supplier.objects.of(organisation).active(),
            words=lambda n: ngettext("%(n)d supplier", "%(n)d suppliers", n) % {"n": n},
        ),
        _reviews_due(Supplier),
        PathFigure(
            rows=lambda organisation, _day: SupplierNotice.objects.of(organisation).open(),
            words=lambda n: ngettext("%(n)d open notice", "%(n)d open notices", n) % {"n": n},
            address="supplier_notices",
            is_open=True,
        ),
    ),
)
SCOPE: Final = PathLine(
    name="scope",
    stage=Stage.SCOPE,
    label=_("Scope"),
    requirement="4.3",
    address="scope_versions",
    figures=(
        PathFigure(
            rows=lambda organisation, _day: ScopeVersion.objects.of(organisation),
            words=lambda n: ngettext("%(n)d version", "%(n)d versions", n) % {"n": n},
        ),
        PathFigure(
            rows=lambda organisation, _day: ScopeVersion.objects.of(organisation).effective(),
            query="?state=effective",
            when_none=_("none is effective"),
        ),
        _reviews_due(ScopeVersion),
    ),
)
PATH_LINES: Final = (FACTORS, PARTIES, NEEDS, OBLIGATIONS, SYSTEMS, SCOPE, SITES, CHANGES, SUPPLIERS)
