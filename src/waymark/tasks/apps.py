"""Work and notices."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Registers tasks and notices."""

    name = "waymark.tasks"
    label = "tasks"
