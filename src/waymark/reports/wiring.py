"""What this package registers with the packages below it."""

from django.utils.translation import gettext_lazy as _

from waymark.people.extension_points import SettingsPanel, settings_panels

LOGO = SettingsPanel(
    title=_("Logo"),
    text=_("A picture on the first page of reports."),
    button=_("Set logo"),
    address="logo",
    belongs=lambda _organisation: True,
)


def wire() -> None:
    """Add the panel of the logo; doing it again changes nothing."""
    if LOGO not in settings_panels:
        settings_panels.append(LOGO)
