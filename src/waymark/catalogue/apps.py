"""Registers the app."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """The app as Django knows it."""

    name = "waymark.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        """Let others point at attached wording, and name what the catalogue holds."""
        from waymark.catalogue import record_kinds  # noqa: PLC0415 -- models exist only once the apps are ready
        from waymark.people.records import register  # noqa: PLC0415 -- as above
        from waymark.trail.words import namers  # noqa: PLC0415 -- as above

        register(record_kinds.WORDING)
        namers.update(record_kinds.NAMERS)
