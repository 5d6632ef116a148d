"""Work and notices."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Registers tasks and notices."""

    name = "waymark.tasks"
    label = "tasks"

    def ready(self) -> None:
        """Let others point at tasks, owe them and hand them over."""
        from waymark.tasks.wiring import wire  # noqa: PLC0415 -- models exist only once the apps are ready

        wire()
