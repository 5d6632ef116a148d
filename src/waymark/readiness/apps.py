"""Registers the app."""

from django.apps import AppConfig


class ReadinessConfig(AppConfig):
    """The app as Django knows it."""

    name = "waymark.readiness"
    label = "readiness"

    def ready(self) -> None:
        """Lead members of several organisations to the portfolio, and let workers keep its figures."""
        from waymark.readiness.wiring import wire  # noqa: PLC0415 -- models exist only once the apps are ready

        wire()
