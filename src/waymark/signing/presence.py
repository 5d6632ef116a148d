"""The proof that the person who signs is there now: it counts for one request, and for ten minutes."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from waymark.core.clock import now
from waymark.people.models.organisation import Organisation
from waymark.signing.meanings import Means
from waymark.signing.refusals import PresenceMissing

WINDOW: Final = dt.timedelta(minutes=10)
"""How long a proof lasts: long enough for the versions of one request."""


@dataclass(frozen=True, slots=True)
class Presence:
    """That somebody showed it is them, by which means and when."""

    means: str
    proved_at: dt.datetime

    def is_fresh(self) -> bool:
        """Return whether it may still be signed on; a proof of a moment to come is none."""
        return dt.timedelta(0) <= now() - self.proved_at <= WINDOW


def require_presence(presence: Presence | None, organisation: Organisation) -> Presence:
    """Return a proof that may be signed on. Raises PresenceMissing.

    A demo signs without a person, and its signatures say so; nobody else does.
    """
    is_for_demo = presence is not None and presence.means == Means.DEMO
    if presence is None or not presence.is_fresh() or (is_for_demo and not organisation.sample):
        raise PresenceMissing(
            _("Your identity was not confirmed within the last ten minutes. Nothing was signed."),
            way_out=_("Confirm your identity, then sign."),
        )
    return presence
