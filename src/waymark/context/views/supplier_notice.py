"""The page of one notice of a supplier."""

from typing import Final

from waymark.context.acts.supplier_notice import ACTS
from waymark.context.models.supplier_notice import SupplierNotice
from waymark.context.models.system import AISystem
from waymark.context.models.trigger import SystemTrigger
from waymark.records.pages import RecordPage

PAGE: Final[RecordPage[SupplierNotice]] = RecordPage(
    acts=ACTS,
    template="context/supplier_notice.html",
    more=lambda one, reading: {
        "is_late": one.is_screening_late(reading.today),
        "triggers": list(
            SystemTrigger.objects.of(reading.reader.organisation).fired_by(one.reference).order_by("number")
        ),
        "systems": list(AISystem.objects.of(reading.reader.organisation).supplied_by(one.supplier).order_by("number")),
    },
)
