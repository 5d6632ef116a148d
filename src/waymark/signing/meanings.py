"""What a signature means, and the sentence of consent that is kept with it word for word."""

from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Meaning(models.TextChoices):
    """What somebody says by signing."""

    REVIEWED = "reviewed", _("Reviewed")
    APPROVED = "approved", _("Approved")
    ACCEPTED = "accepted", _("Accepted")
    READ = "read", _("Read and understood")


CONSENT: Final[dict[str, str | Promise]] = {
    Meaning.REVIEWED: _("I have reviewed exactly this version and found it fit for approval."),
    Meaning.APPROVED: _("I approve exactly this version, in the role named with my signature."),
    Meaning.ACCEPTED: _("I accept exactly what this version states, in the role named with my signature."),
    Meaning.READ: _("I have read exactly this version and understood what it asks of me."),
}
"""What the signer agrees to, by meaning."""


class Means(models.TextChoices):
    """How somebody showed, just before signing, that it is them."""

    PASSWORD = "password", _("Password")
    CODE = "code", _("Code of an authenticator app")
    RECOVERY_CODE = "recovery_code", _("Recovery code")
    PASSKEY = "passkey", _("Passkey")
    DEMO = "demo", _("None: a demo signs without a person")
