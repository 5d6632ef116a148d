"""What this package registers with the packages below it."""

from waymark.exchange.models import SheetImport
from waymark.exchange.record_kinds import SHEET_IMPORT
from waymark.records.kinds import register
from waymark.records.lifecycle import add_lifecycle


def wire() -> None:
    """Register the kind of imports with its life cycle; doing it again changes nothing."""
    register(SHEET_IMPORT)
    add_lifecycle(SheetImport.lifecycle)
