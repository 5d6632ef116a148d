"""What this package registers with the packages below it."""

from waymark.exchange.record_kinds import SHEET_IMPORT
from waymark.records.kinds import register


def wire() -> None:
    """Register the kind of imports; doing it again changes nothing."""
    register(SHEET_IMPORT)
