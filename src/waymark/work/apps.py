"""What members own and owe, and what they are told."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Registers notices, and what is counted of them in the menu."""

    name = "waymark.work"
    label = "work"

    def ready(self) -> None:
        """Let the menu count unread notices, and workers know the daily round."""
        from waymark.work.wiring import wire  # noqa: PLC0415 -- models exist only once the apps are ready

        wire()
