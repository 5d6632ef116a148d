"""The page of one supplier, with the AI systems it serves and its notices."""

from collections.abc import Mapping
from typing import Any, Final

from waymark.context.acts.supplier import ACTS
from waymark.context.models.supplier import Supplier
from waymark.context.models.supplier_notice import SupplierNotice
from waymark.context.models.system import AISystem
from waymark.records.pages import RecordPage
from waymark.records.registers import Reading

_MOST: Final = 10


def _more(one: Supplier, reading: Reading) -> Mapping[str, Any]:
    notices = SupplierNotice.objects.of(reading.reader.organisation).of_supplier(one).newest_first()[:_MOST]
    systems = AISystem.objects.of(reading.reader.organisation).supplied_by(one).order_by("number")
    return {"is_due": one.is_review_due(reading.today), "notices": list(notices), "systems": list(systems)}


PAGE: Final[RecordPage[Supplier]] = RecordPage(acts=ACTS, template="context/supplier.html", more=_more)
