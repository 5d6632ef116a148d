"""The site that composes the product."""

from types import ModuleType

from django.apps import AppConfig

from waymark.core import garbage


class SiteConfig(AppConfig):
    """Adds to the pages of the packages below."""

    name = "waymark.site"
    label = "site"

    def __init__(self, app_name: str, app_module: ModuleType) -> None:
        """Look for no garbage while the apps are loaded; waymark.core, the last of ours, ends it."""
        super().__init__(app_name, app_module)
        garbage.pause()

    def ready(self) -> None:
        """Show how to remove a demo on the page of its settings."""
        from waymark.people.extension_points import settings_panels  # noqa: PLC0415 -- models exist only once the apps are ready
        from waymark.site.demo.panel import REMOVAL  # noqa: PLC0415 -- as above

        if REMOVAL not in settings_panels:
            settings_panels.append(REMOVAL)
