"""Registers the app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The app as Django knows it."""

    name = "waymark.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Let others point at imports."""
        from waymark.exchange.wiring import wire  # noqa: PLC0415 -- models exist only once the apps are ready

        wire()
