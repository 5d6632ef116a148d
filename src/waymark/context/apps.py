"""Clause 4 and what it rests on."""

from django.apps import AppConfig


class ContextConfig(AppConfig):
    """Registers what an organisation depends on."""

    name = "waymark.context"
    label = "context"

    def ready(self) -> None:
        """Register the kinds of this package."""
        from waymark.context import firing_daily, scope_daily  # noqa: F401, PLC0415 -- workers know their jobs by this
        from waymark.context.wiring import wire  # noqa: PLC0415 -- models exist only once the apps are ready

        wire()
