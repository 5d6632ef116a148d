"""The kinds of this package as others name them, as members own them, and the reviews that members owe."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.context.models.classification import Classification, SystemDuty
from waymark.context.models.factor import Climate, Factor
from waymark.context.models.headcount import Headcount
from waymark.context.models.inventory_unit import InventoryUnit
from waymark.context.models.need import Need, NeedState
from waymark.context.models.obligation import Direction, Obligation
from waymark.context.models.party import Party
from waymark.context.models.planned_change import PlannedChange
from waymark.context.models.scope_version import ScopeVersion
from waymark.context.models.site import Site
from waymark.context.models.supplier import Supplier
from waymark.context.models.supplier_notice import SupplierNotice
from waymark.context.models.system import AISystem
from waymark.context.models.system_answer import SystemAnswer
from waymark.context.models.system_metric import SystemMetric
from waymark.context.models.system_request import SystemRequest
from waymark.context.models.trigger import SystemTrigger
from waymark.context.shown import CHANGES_SHOWN, NEEDS_SHOWN, SCOPE_SHOWN
from waymark.context.shown_systems import SYSTEMS_SHOWN
from waymark.context.system_kinds import (
    ANSWER,
    ANSWERS_OWED,
    ANSWERS_OWNED,
    ANSWERS_REMINDED,
    CLASSIFICATION,
    DUTIES_OWED,
    DUTIES_OWNED,
    DUTIES_REMINDED,
    DUTY,
    METRIC,
    classes_owed,
    requests_owed,
    triggers_owed,
    triggers_reminded,
    units_owed,
    units_reminded,
)
from waymark.evidence.from_records import reviewed
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.records.describing import kind_of, part_of
from waymark.records.kinds import RecordKind, RecordLine
from waymark.work.daily import reminding_of
from waymark.work.owed import Consequence, OwedSource, owed_rows, shown_as
from waymark.work.owned import owned_kind
from waymark.work.reviews import reviews_of


def _in_use(rows: Any) -> Any:
    return rows.active()


def _open(rows: Any) -> Any:
    return rows.open()


def _headcounts(reader: Reader, keys: Sequence[int]) -> dict[int, RecordLine]:
    rows = Headcount.objects.of(reader.organisation).filter(pk__in=keys).select_related("site")
    slug = reader.organisation.slug
    return {
        one.pk: RecordLine(
            "context.headcount", one.pk, one.site.reference, str(one), reverse("site", args=[slug, one.site.number])
        )
        for one in rows
    }


FACTOR: Final = kind_of(Factor, word="factor", address="factor", offers=_in_use)
NEED: Final = kind_of(Need, word="need", address="need", offers=lambda rows: rows.exclude(state=NeedState.DECLINED))
OBLIGATION: Final = kind_of(Obligation, word="obligation", address="obligation", offers=_in_use)
PARTY: Final = kind_of(Party, word="party", address="party", offers=_in_use)
PLANNED_CHANGE: Final = kind_of(PlannedChange, word="planned-change", address="planned_change", offers=_open)
SCOPE_VERSION: Final = kind_of(
    ScopeVersion,
    word="scope",
    address="scope",
    offers=lambda rows: rows.to_hand_over(),  # type: ignore[attr-defined]
)
SITE: Final = kind_of(
    Site,
    word="site",
    address="site",
    offers=_in_use,
    parts=(part_of("context.headcount", _("Headcounts"), Headcount.objects, "site"),),
)
SUPPLIER: Final = kind_of(Supplier, word="supplier", address="supplier", offers=_in_use)
SUPPLIER_NOTICE: Final = kind_of(SupplierNotice, word="supplier-notice", address="supplier_notice", offers=_open)
HEADCOUNT: Final = RecordKind(kind="context.headcount", word="headcount", label=_("Headcount"), look_up=_headcounts)
SYSTEM: Final = kind_of(
    AISystem,
    word="system",
    address="system",
    offers=lambda rows: rows.current(),  # type: ignore[attr-defined]
    parts=(
        part_of("context.systemanswer", _("Details"), SystemAnswer.objects, "system"),
        part_of("context.classification", _("Legal classifications"), Classification.objects, "system"),
        part_of("context.systemmetric", _("Measures"), SystemMetric.objects, "system"),
        part_of("context.systemduty", _("Duties"), SystemDuty.objects, "system"),
    ),
)
REQUEST: Final = kind_of(
    SystemRequest,
    word="system-request",
    address="system_request",
    offers=lambda rows: rows.open(),  # type: ignore[attr-defined]
)
TRIGGER: Final = kind_of(
    SystemTrigger,
    word="trigger",
    address="trigger",
    offers=lambda rows: rows.open(),  # type: ignore[attr-defined]
)
UNIT: Final = kind_of(
    InventoryUnit,
    word="inventory-unit",
    address="inventory_unit",
    offers=lambda rows: rows.active(),  # type: ignore[attr-defined]
)
KINDS: Final = (
    FACTOR,
    PARTY,
    NEED,
    OBLIGATION,
    SITE,
    HEADCOUNT,
    PLANNED_CHANGE,
    SCOPE_VERSION,
    SUPPLIER,
    SUPPLIER_NOTICE,
    SYSTEM,
    ANSWER,
    CLASSIFICATION,
    DUTY,
    METRIC,
    REQUEST,
    TRIGGER,
    UNIT,
)
OWNED: Final = (
    owned_kind(
        Factor,
        FACTOR,
        need=_("Review it on its review date: does it still hold, and does the answer still fit?"),
        due_on="next_review_on",
    ),
    owned_kind(
        Party,
        PARTY,
        need=_("Review it on its review date: are its needs still complete, and still met?"),
        due_on="next_review_on",
    ),
    owned_kind(
        Need,
        NEED,
        need=_("Decide whether it is taken on, and see that it is met where its page says so."),
    ),
    owned_kind(
        Obligation,
        OBLIGATION,
        need=_("Check it on its day: is it still owed, is it met where its page says so, and can you show it?"),
        due_on="next_review_on",
    ),
    owned_kind(
        Site,
        SITE,
        need=_("Keep its address, functions and headcount as they are."),
    ),
    owned_kind(
        PlannedChange,
        PLANNED_CHANGE,
        need=_("Get it approved, make it by its planned day, and say what came of it."),
        due_on="due_on",
    ),
    owned_kind(
        ScopeVersion,
        SCOPE_VERSION,
        label=_("Versions of the scope"),
        need=_("Get it approved, keep it true to the inventory, and review it on its day."),
        due_on="next_review_on",
    ),
    owned_kind(
        Supplier,
        SUPPLIER,
        need=_("Review it on its review date: does it still supply what was agreed, and can you show it?"),
        due_on="next_review_on",
    ),
    owned_kind(
        AISystem,
        SYSTEM,
        need=_("Keep its entry in the inventory up to date: purpose, users, data, model and people affected."),
    ),
    ANSWERS_OWNED,
    DUTIES_OWNED,
    owned_kind(
        SystemRequest,
        REQUEST,
        label=_("Proposed AI systems"),
        need=_("Decide on it: add it to the inventory, merge it, or decline it with a reason."),
    ),
    owned_kind(
        SupplierNotice,
        SUPPLIER_NOTICE,
        need=_("Screen it in time, get it decided, and see that users are informed."),
        due_on="screen_due_on",
    ),
    owned_kind(
        InventoryUnit,
        UNIT,
        label=_("Units of the inventory"),
        need=_("Confirm on its day that every AI system of the unit is in the inventory."),
        due_on="next_confirmation_on",
    ),
    owned_kind(
        SystemTrigger,
        TRIGGER,
        need=_("Assess again what it makes due, or say why nothing changes."),
        due_on="due_on",
    ),
)
REVIEWS: Final = (
    reviews_of(Factor, FACTOR, label=_("Review of factor"), many=_("Reviews of factors")),
    reviews_of(Obligation, OBLIGATION, label=_("Check of obligation"), many=_("Checks of obligations")),
    reviews_of(Party, PARTY, label=_("Review of interested party"), many=_("Reviews of interested parties")),
    reviews_of(ScopeVersion, SCOPE_VERSION, label=_("Review of the scope"), many=_("Reviews of the scope")),
    reviews_of(Supplier, SUPPLIER, label=_("Review of supplier"), many=_("Reviews of suppliers")),
)


def _changes(member: Member, _today: dt.date) -> Any:
    rows = PlannedChange.objects.of(member.organisation).open().owned_by(member).filter(due_on__isnull=False)
    return owed_rows(rows, consequence=Consequence.MINOR, what="title", due_on="due_on")


def _changes_to_approve(member: Member, _today: dt.date) -> Any:
    if not member.can(Can.APPROVE):
        return None
    rows = PlannedChange.objects.of(member.organisation).proposed()
    return owed_rows(rows, consequence=Consequence.MINOR, what="title", due_on="due_on")


def _changes_due(organisation: Organisation, day: dt.date) -> Any:
    return PlannedChange.objects.of(organisation).due_by(day)


def _notices(member: Member, _today: dt.date) -> Any:
    rows = SupplierNotice.objects.of(member.organisation).to_screen().owned_by(member)
    return owed_rows(rows, consequence=Consequence.MINOR, what="title", due_on="screen_due_on")


def _notices_due(organisation: Organisation, day: dt.date) -> Any:
    return SupplierNotice.objects.of(organisation).to_screen().filter(screen_due_on__lte=day)


OWED: Final = (
    OwedSource(
        name="planned-changes",
        label=_("Planned changes"),
        rows=_changes,
        show=shown_as(_("Planned change"), PLANNED_CHANGE),
    ),
    OwedSource(
        name="planned-changes-to-approve",
        label=_("Planned changes to approve"),
        rows=_changes_to_approve,
        show=shown_as(_("Approval of planned change"), PLANNED_CHANGE),
        right=Can.APPROVE,
    ),
    OwedSource(
        name="supplier-notices",
        label=_("Supplier notices"),
        rows=_notices,
        show=shown_as(_("Screening of supplier notice"), SUPPLIER_NOTICE),
    ),
    triggers_owed(TRIGGER),
    units_owed(UNIT),
    classes_owed(SYSTEM),
    ANSWERS_OWED,
    DUTIES_OWED,
    *requests_owed(REQUEST),
)
REMINDING: Final = (
    reminding_of(PLANNED_CHANGE, _changes_due, due_on="due_on"),
    reminding_of(SUPPLIER_NOTICE, _notices_due, due_on="screen_due_on"),
    ANSWERS_REMINDED,
    DUTIES_REMINDED,
    triggers_reminded(TRIGGER),
    units_reminded(UNIT),
)
SHOWN: Final = (
    reviewed(Factor, points=("4.1-1",), months=12),
    reviewed(Factor, points=("4.1-2",), months=12, among=~Q(climate=Climate.NONE), kind="context.factor.climate"),
    reviewed(Obligation, points=("A.8.5-1",), months=12, among=Q(met_by__contains="A.8.5", direction=Direction.WE_OWE)),
    reviewed(Party, points=("4.2-1",), months=12),
    NEEDS_SHOWN,
    CHANGES_SHOWN,
    SCOPE_SHOWN,
    reviewed(Supplier, points=("A.10.3-1", "A.10.3-4"), months=12),
    *SYSTEMS_SHOWN,
)
"""What stands behind requirements by itself, and for how many months (path.md section 17)."""
