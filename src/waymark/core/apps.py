"""The design system and shared ground of the product."""

from django.apps import AppConfig

from waymark.core import garbage


class CoreConfig(AppConfig):
    """Registers templates and static files of the design system, and the jobs of the ground."""

    name = "waymark.core"
    label = "core"

    def ready(self) -> None:
        """Let workers know the jobs that repeat. By then the apps are loaded, whose first paused the garbage."""
        from waymark.core import upkeep  # noqa: F401, PLC0415 -- jobs are known once their module is loaded

        garbage.resume()
