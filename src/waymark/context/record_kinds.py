"""The kinds of this package as others name them, as members own them, and the reviews that members owe."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.context.models.classification import Classification, SystemDuty
from waymark.context.models.supplier import Supplier
from waymark.context.models.system import AISystem
from waymark.context.models.system_answer import SystemAnswer
from waymark.context.models.system_request import SystemRequest
from waymark.context.models.trigger import SystemTrigger
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
    requests_owed,
    triggers_owed,
    triggers_reminded,
)
from waymark.records.describing import kind_of, part_of
from waymark.work.owned import owned_kind
from waymark.work.reviews import reviews_of

SUPPLIER: Final = kind_of(
    Supplier,
    word="supplier",
    address="supplier",
    offers=lambda rows: rows.active(),  # type: ignore[attr-defined]
)
SYSTEM: Final = kind_of(
    AISystem,
    word="system",
    address="system",
    offers=lambda rows: rows.current(),  # type: ignore[attr-defined]
    parts=(
        part_of("context.systemanswer", _("Details"), SystemAnswer.objects, "system"),
        part_of("context.classification", _("Legal classifications"), Classification.objects, "system"),
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
KINDS: Final = (SUPPLIER, SYSTEM, ANSWER, CLASSIFICATION, DUTY, REQUEST, TRIGGER)
OWNED: Final = (
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
        SystemTrigger,
        TRIGGER,
        need=_("Assess again what it makes due, or say why nothing changes."),
        due_on="due_on",
    ),
)
REVIEWS: Final = (reviews_of(Supplier, SUPPLIER, label=_("Review of supplier"), many=_("Reviews of suppliers")),)
_TRIGGERS: Final = triggers_owed(TRIGGER)
OWED: Final = (_TRIGGERS, ANSWERS_OWED, DUTIES_OWED, *requests_owed(REQUEST))
REMINDED: Final = (ANSWERS_REMINDED, DUTIES_REMINDED, triggers_reminded(TRIGGER))
