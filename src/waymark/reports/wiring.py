"""What this package registers with the packages below it."""

from django.utils.translation import gettext_lazy as _

from waymark.conformity.extension_points import before_download
from waymark.people.extension_points import SettingsPanel, settings_panels
from waymark.reports.printing import printing_note

LOGO = SettingsPanel(
    title=_("Logo"),
    text=_("A picture on the first page of reports."),
    button=_("Set logo"),
    address="logo",
    belongs=lambda _organisation: True,
)


def wire() -> None:
    """Add the panel of the logo, and what is known before a download; doing it again changes nothing."""
    if printing_note not in before_download:
        before_download.append(printing_note)
    if LOGO not in settings_panels:
        settings_panels.append(LOGO)
