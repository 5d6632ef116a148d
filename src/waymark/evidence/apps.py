"""Evidence and its captures."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Registers evidence, its captures and files."""

    name = "waymark.evidence"
    label = "evidence"

    def ready(self) -> None:
        """Register what others may point at, and what members own; and let workers know what they repeat."""
        import waymark.evidence.reading  # noqa: F401, PLC0415 -- models exist only once the apps are ready
        from waymark.evidence import record_kinds  # noqa: PLC0415 -- as above
        from waymark.evidence.holding import ITEMS, REQUESTS  # noqa: PLC0415 -- as above
        from waymark.people import leaving  # noqa: PLC0415 -- as above
        from waymark.people.records import register  # noqa: PLC0415 -- as above
        from waymark.trail.words import namers  # noqa: PLC0415 -- as above

        for holding in (ITEMS, REQUESTS):
            leaving.register(holding)
        for kind in record_kinds.KINDS:
            register(kind)
        namers.setdefault("evidence.capture", record_kinds.name_captures)
