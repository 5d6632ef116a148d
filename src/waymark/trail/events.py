"""Event names: each app lists its own in an enumeration, with the sentence people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.TextChoices):
    """Base of the enumerations of events; a member's value is `noun.past-participle`, its label the sentence.

    Values are written into the chain and therefore never renamed.
    """


class TrailEvent(Event):
    """What happens to the trail itself."""

    KEY_CHANGED = "signing-key.changed", _("Key that signs checkpoints changed")
