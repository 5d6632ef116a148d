"""What this package registers with the packages below it."""

from waymark.catalogue import record_kinds
from waymark.records.kinds import register
from waymark.trail.words import namers


def wire() -> None:
    """Register the kind of attached wording, and how catalogue rows are called; doing it again changes nothing."""
    register(record_kinds.WORDING)
    namers.update(record_kinds.NAMERS)
