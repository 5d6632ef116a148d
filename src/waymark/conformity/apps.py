"""Gap assessment and requirements."""

from django.apps import AppConfig


class ConformityConfig(AppConfig):
    """Takes part in the making of each organisation: it starts with a standing per requirement."""

    name = "waymark.conformity"
    label = "conformity"

    def ready(self) -> None:
        """Register what other packages show, find, hand over and ask of this one."""
        from waymark.conformity.wiring import wire  # noqa: PLC0415 -- models exist only once the apps are ready

        wire()
