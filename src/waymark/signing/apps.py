"""The signing ceremony as a Django app."""

from django.apps import AppConfig


class SigningConfig(AppConfig):
    """Registers requests for signatures and the signatures themselves."""

    name = "waymark.signing"
    label = "signing"

    def ready(self) -> None:
        """Register the kinds of this package."""
        from waymark.signing.wiring import wire  # noqa: PLC0415 -- models exist only once the apps are ready

        wire()
