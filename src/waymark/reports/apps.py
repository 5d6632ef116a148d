"""Registers the app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The app as Django knows it."""

    name = "waymark.reports"
    label = "reports"

    def ready(self) -> None:
        """Lead from the settings of an organisation to its logo."""
        from waymark.reports.wiring import wire  # noqa: PLC0415 -- models exist only once the apps are ready

        wire()
