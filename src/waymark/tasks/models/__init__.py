"""The noun of this package, where Django looks for it."""

from waymark.tasks.models.task import Task

__all__ = ["Task"]
