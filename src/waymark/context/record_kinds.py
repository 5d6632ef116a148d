"""The kinds of this package as others name them, as members own them, and the reviews that members owe."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.context.models.supplier import Supplier
from waymark.context.models.system import AISystem
from waymark.context.models.system_answer import SystemAnswer
from waymark.context.system_kinds import ANSWER, ANSWERS_OWED, ANSWERS_OWNED, ANSWERS_REMINDED
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
    parts=(part_of("context.systemanswer", _("Details"), SystemAnswer.objects, "system"),),
)
KINDS: Final = (SUPPLIER, SYSTEM, ANSWER)
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
)
REVIEWS: Final = (reviews_of(Supplier, SUPPLIER, label=_("Review of supplier"), many=_("Reviews of suppliers")),)
OWED: Final = (ANSWERS_OWED,)
REMINDED: Final = (ANSWERS_REMINDED,)
