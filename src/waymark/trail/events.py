"""Event names: each app lists its own in an enumeration, with the sentence people read."""

from django.db import models


class Event(models.TextChoices):
    """Base of the enumerations of events; a member's value is `noun.past-participle`, its label the sentence.

    Values are written into the chain and therefore never renamed.
    """
