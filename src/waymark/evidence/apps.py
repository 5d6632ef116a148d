"""Evidence and its captures."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Registers evidence, its captures and files."""

    name = "waymark.evidence"
    label = "evidence"

    def ready(self) -> None:
        """Register what others may point at, and what members own and owe."""
        from waymark.evidence.wiring import wire  # noqa: PLC0415 -- models exist only once the apps are ready

        wire()
