"""Who signs in."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.core.clock import zones
from waymark.core.errors import RuleBroken
from waymark.core.fields import LineField
from waymark.core.text import normal
from waymark.people.events import PeopleEvent
from waymark.people.models.saved_view import SavedView, views_in, with_view, without_view
from waymark.trail.actors import Actor, Acts
from waymark.trail.door import Recorded


def address(value: str) -> str:
    """Return an email address in the one form used for comparison: NFC, trimmed, lower case.

    Raises ValidationError unless it is exactly one address.
    """
    text = normal(value).lower()
    validate_email(text)
    return text


def time_zone(value: str) -> None:
    """Refuse anything but an IANA time zone."""
    if value and value not in zones():
        raise ValidationError(_("Choose a time zone such as Europe/Vilnius."), code="time-zone")


MOST_PINS: Final = 5
"""Entries of the menu that a person pins at most: a menu of thirty lines is read by nobody."""


class TooManyPins(RuleBroken):
    """The menu holds as many pinned entries as it may."""

    code = "too-many-pins"


class Theme(models.TextChoices):
    """Light, dark, or what the reader's system says."""

    AUTO = "auto", _("System setting")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class UserManager(BaseUserManager["User"]):
    """Finds users by their address."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user with this address, however it is written."""
        return self.get(email=normal(username or "").lower())


class User(AbstractBaseUser, Recorded):
    """A person who can sign in; may be a member of several organisations.

    `runs_installation` marks the people who may make organisations and run the console's acts in the browser.
    """

    email = models.EmailField(unique=True, max_length=254)
    name = LineField()
    is_active = models.BooleanField(default=True)
    runs_installation = models.BooleanField(default=False)
    locale = models.CharField(max_length=12, default="en-GB")
    time_zone = models.CharField(max_length=64, blank=True, default="", validators=[time_zone])
    theme = models.CharField(max_length=5, choices=Theme, default=Theme.AUTO)
    digest = models.BooleanField(default=True)
    pinned = models.JSONField(null=True, blank=True, default=None)
    """Names of entries of the menu, in order; None until the person chooses any."""

    saved_views = models.JSONField(blank=True, default=dict)
    """Views of lists that the person saved, by organisation and list; addresses that say nothing of any record."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    # Django notes the sign-in itself; allauth's list of sessions tells the rest.
    unrecorded = frozenset({"last_login"})
    concealed = frozenset({"password"})

    objects = UserManager()

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @classmethod
    def register(
        cls, *, email: str, name: str, by: Acts | None = None, password: str = "", runs: bool = False
    ) -> "User":
        """Register a person; without a password they cannot sign in until a link lets them set one."""
        user = cls(email=address(email), name=normal(name), runs_installation=runs)
        user.password = make_password(password or None)
        user.commit(PeopleEvent.REGISTERED, by=by or Actor("user", None, user.name))
        return user

    def choose_password(self, password: str, *, by: Acts) -> None:
        """Set a new password; sessions signed in with the old one end."""
        self.set_password(password)
        self.commit(PeopleEvent.PASSWORD_SET, by=by)

    def prefer(self, *, by: Acts, **preferences: Any) -> None:
        """Change name, locale, time zone, theme, or whether the daily digest is wanted."""
        for name in ("name", "locale", "time_zone", "theme", "digest"):
            if name in preferences:
                setattr(self, name, preferences[name])
        self.commit(PeopleEvent.PREFERENCES_CHANGED, by=by)

    def pin(self, entries: Sequence[str], *, by: Acts) -> None:
        """Choose which entries stand in the menu at once, at most `MOST_PINS`. Raises TooManyPins."""
        kept = list(dict.fromkeys(entries))
        if len(kept) > MOST_PINS:
            raise TooManyPins(
                _("You have already pinned %(most)d entries.") % {"most": MOST_PINS},
                way_out=_("Unpin one first."),
            )
        if self.pinned != kept:
            self.pinned = kept
            self.commit(PeopleEvent.PREFERENCES_CHANGED, by=by)

    def views_of(self, organisation_id: int, register: str) -> list[SavedView]:
        """Return the views that this person saved of a list of an organisation, in the order of saving."""
        return views_in(self.saved_views.get(f"{organisation_id}/{register}", ()))

    def save_view(self, organisation_id: int, register: str, view: SavedView, *, by: Acts) -> SavedView:
        """Keep a view of a list; one of the same name is replaced. Raises TooManyViews."""
        key = f"{organisation_id}/{register}"
        self._keep_views(key, with_view(self.saved_views.get(key, ()), view.name, view.query), by=by)
        return view

    def remove_view(self, organisation_id: int, register: str, name: str, *, by: Acts) -> None:
        """Forget the view of a name."""
        key = f"{organisation_id}/{register}"
        self._keep_views(key, without_view(self.saved_views.get(key, ()), name), by=by)

    def _keep_views(self, key: str, views: list[dict[str, str]], *, by: Acts) -> None:
        if views != self.saved_views.get(key, []):
            self.saved_views = {**self.saved_views, key: views}
            self.commit(PeopleEvent.PREFERENCES_CHANGED, by=by)

    def deactivate(self, *, by: Acts, reason: str) -> None:
        """Stop this person from signing in anywhere; what they did stays theirs."""
        self.is_active = False
        self.commit(PeopleEvent.DEACTIVATED, by=by, note=reason)

    def reactivate(self, *, by: Acts, reason: str) -> None:
        """Let this person sign in again."""
        self.is_active = True
        self.commit(PeopleEvent.REACTIVATED, by=by, note=reason)

    @property
    def actor(self) -> Actor:
        """Return this user as the trail names people."""
        return Actor("user", self.pk, self.name)
