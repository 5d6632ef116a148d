"""The panel on a demo organisation's settings page."""

from django.utils.translation import gettext_lazy as _

from waymark.people.extension_points import SettingsPanel

REMOVAL = SettingsPanel(
    title=_("Remove this demo organisation"),
    text=_("Everything in it is deleted, including its trail."),
    button=_("Remove the demo"),
    address="demo_removal",
    belongs=lambda organisation: organisation.sample,
)
