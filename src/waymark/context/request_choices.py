"""What a five-minute request is answered with; the ids are those of the package data, and a test compares them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestState(models.TextChoices):
    """Where a request stands."""

    WAITING = "waiting", _("Waiting")
    ASKED = "asked", _("More information requested")
    TAKEN_IN = "taken_in", _("In the inventory")
    MERGED = "merged", _("Merged")
    DECLINED = "declined", _("Declined")


class Maker(models.TextChoices):
    """Who makes or supplies it."""

    WE_BUILD_IT = "we_build_it", _("We build it")
    SUPPLIER = "supplier", _("A supplier")
    PART_OF_OTHER_SOFTWARE = "part_of_other_software", _("It is part of other software")
    FREE_TOOL = "free_tool", _("It is a free tool")
    NOT_KNOWN = "not_known", _("Not known")


class AboutPeople(models.TextChoices):
    """Whether data about people go in or come out, as far as the person who files it knows."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_KNOWN = "not_known", _("Not known")


class Matters(models.TextChoices):
    """Whether the result matters to people outside the team."""

    NO = "no", _("No")
    INFORMS = "informs", _("It informs them")
    HELPS_DECIDE = "helps_decide", _("It helps to decide about them")
    DECIDES = "decides", _("It decides about them")
    NOT_KNOWN = "not_known", _("Not known")


class Stands(models.TextChoices):
    """How far it is."""

    IDEA = "idea", _("An idea")
    TRIAL = "trial", _("A trial")
    IN_USE = "in_use", _("In use")
    IN_USE_UNAPPROVED = "in_use_unapproved", _("In use, without approval")
