"""What this package registers with the packages below it."""

from waymark.context.models.supplier import Supplier
from waymark.context.registers.supplier import SUPPLIERS
from waymark.records import kinds
from waymark.records.describing import kind_of
from waymark.records.lifecycle import add_lifecycle
from waymark.records.registers import add_register

SUPPLIER = kind_of(
    Supplier,
    word="supplier",
    address="supplier",
    offers=lambda rows: rows.active(),  # type: ignore[attr-defined]
)


def wire() -> None:
    """Register kinds and registers; doing it again changes nothing."""
    kinds.register(SUPPLIER)
    add_register(SUPPLIERS)
    add_lifecycle(Supplier.lifecycle)
