"""The design system and shared ground of the product."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Registers templates and static files of the design system."""

    name = "waymark.core"
    label = "core"
