"""The page of one supplier, with its notices."""

from collections.abc import Mapping
from typing import Any, Final

from waymark.context.acts.supplier import ACTS
from waymark.context.models.supplier import Supplier
from waymark.context.models.supplier_notice import SupplierNotice
from waymark.records.pages import RecordPage
from waymark.records.registers import Reading

_MOST: Final = 10


def _more(one: Supplier, reading: Reading) -> Mapping[str, Any]:
    notices = SupplierNotice.objects.of(reading.reader.organisation).of_supplier(one).newest_first()[:_MOST]
    return {"is_due": one.is_review_due(reading.today), "notices": list(notices)}


PAGE: Final[RecordPage[Supplier]] = RecordPage(acts=ACTS, template="context/supplier.html", more=_more)
