"""Documented information (clause 7.5)."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Registers documents and their versions."""

    name = "waymark.documents"
    label = "documents"

    def ready(self) -> None:
        """Register the kinds of this package."""
        from waymark.documents import daily  # noqa: F401, PLC0415 -- workers know its job by this
        from waymark.documents.wiring import wire  # noqa: PLC0415 -- models exist only once the apps are ready

        wire()
