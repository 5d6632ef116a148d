"""What every kind of record has in common."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Registers the kit that all kinds of record stand on."""

    name = "waymark.records"
    label = "records"

    def ready(self) -> None:
        """Let others point at members, organisations and tokens."""
        from waymark.records.wiring import wire  # noqa: PLC0415 -- models exist only once the apps are ready

        wire()
