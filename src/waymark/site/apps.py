"""The site that composes the product."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Adds to the pages of the packages below."""

    name = "waymark.site"
    label = "site"

    def ready(self) -> None:
        """Show how to remove a demo on the page of its settings."""
        from waymark.people.extension_points import settings_panels  # noqa: PLC0415 -- models exist only once the apps are ready
        from waymark.site.demo.panel import REMOVAL  # noqa: PLC0415 -- as above

        if REMOVAL not in settings_panels:
            settings_panels.append(REMOVAL)
