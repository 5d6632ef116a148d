"""What can happen to an import."""

from django.utils.translation import gettext_lazy as _

from waymark.trail.events import Event


class ExchangeEvent(Event):
    """Events of this package."""

    READ = "sheet-import.read", _("Work sheet read")
    MAPPED = "sheet-import.mapped", _("Reading of a work sheet changed")
    APPLIED = "sheet-import.applied", _("Work sheet imported")
    DISCARDED = "sheet-import.discarded", _("Work sheet discarded")
