"""The nouns of this package, gathered where Django looks for them."""

from waymark.tasks.models.notice import DigestSent, Notice
from waymark.tasks.models.task import Task

__all__ = ["DigestSent", "Notice", "Task"]
