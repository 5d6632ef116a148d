"""Roles of the AIMS, competence and awareness."""

from django.apps import AppConfig


class CompetenceConfig(AppConfig):
    """Registers AIMS roles, and what stands on them."""

    name = "waymark.competence"
    label = "competence"

    def ready(self) -> None:
        """Register the kinds of this package."""
        from waymark.competence.wiring import wire  # noqa: PLC0415 -- models exist only once the apps are ready

        wire()
