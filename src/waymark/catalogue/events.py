"""What can happen to frameworks and to the wording organisations attach to them."""

from django.utils.translation import gettext_lazy as _

from waymark.trail.events import Event


class CatalogueEvent(Event):
    """Events of this package."""

    EDITION_LOADED = "edition.loaded", _("Edition of a framework loaded")
    TRANSLATION_ADDED = "translation.added", _("Translation of an edition added")
    WORDING_ATTACHED = "wording.attached", _("Official wording attached")
    WORDING_REPLACED = "wording.replaced", _("Official wording replaced")
    WORDING_CARRIED = "wording.carried", _("Official wording carried over to another edition")
    WORDING_WITHDRAWN = "wording.withdrawn", _("Official wording withdrawn")
