"""Registers the app."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """The app as Django knows it."""

    name = "waymark.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        """Let others point at attached wording, and name what the catalogue holds."""
        from waymark.catalogue.wiring import wire  # noqa: PLC0415 -- models exist only once the apps are ready

        wire()
