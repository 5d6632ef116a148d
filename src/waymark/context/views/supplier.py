"""The page of one supplier."""

from typing import Final

from waymark.context.acts.supplier import ACTS
from waymark.context.models.supplier import Supplier
from waymark.records.pages import RecordPage

PAGE: Final[RecordPage[Supplier]] = RecordPage(
    acts=ACTS,
    template="context/supplier.html",
    more=lambda one, reading: {"is_due": one.is_review_due(reading.today)},
)
