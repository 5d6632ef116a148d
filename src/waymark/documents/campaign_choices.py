"""The lists of values of acknowledgement campaigns, and why something on one is refused."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.core.errors import RuleBroken


class CampaignClosed(RuleBroken):
    """A closed campaign is kept to be read; nobody is asked by it any more."""

    code = "campaign-closed"


class NobodyToAsk(RuleBroken):
    """A campaign asks somebody, and nobody twice for the same version."""

    code = "nobody-to-ask"


class NoNewerVersion(RuleBroken):
    """A campaign is carried on only to a version that is in force and that it does not ask for yet."""

    code = "no-newer-version"


class CampaignDayPast(RuleBroken):
    """Nobody can be asked to have read something by a day that has passed."""

    code = "campaign-day-past"


class Audience(models.TextChoices):
    """Who is asked."""

    EVERYBODY = "everybody", _("Every member")
    ROLES = "roles", _("Members with a role")
    AIMS_ROLE = "aims_role", _("Holders and deputies of an AIMS role")
    CHOSEN = "chosen", _("Chosen members")


class CampaignState(models.TextChoices):
    """Whether a campaign still asks."""

    RUNNING = "running", _("Running")
    CLOSED = "closed", _("Closed")


class ReaderState(models.TextChoices):
    """How a member of the audience stands with the version that is asked for."""

    OPEN = "open", _("Open")
    SIGNED = "signed", _("Signed")
    RETURNED = "returned", _("Changes requested")
    UNASKED = "unasked", _("Not asked")
    LEFT = "left", _("Left")
