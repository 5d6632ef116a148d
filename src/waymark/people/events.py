"""What can happen to organisations, people and their ways in."""

from django.utils.translation import gettext_lazy as _

from waymark.trail.events import Event


class PeopleEvent(Event):
    """Events of this package."""

    FOUNDED = "organisation.founded", _("Organisation created")
    RENAMED = "organisation.renamed", _("Organisation edited")
    TARGET_SET = "organisation.target-set", _("Target date for the certificate set")
    LOGO_SET = "organisation.logo-set", _("Logo set")
    LOGO_REMOVED = "organisation.logo-removed", _("Logo removed")
    ARCHIVED = "organisation.archived", _("Organisation archived")
    RESTORED = "organisation.restored", _("Organisation restored")
    DEMO_REMOVED = "organisation.demo-removed", _("Demo organisation removed")
    REGISTERED = "user.registered", _("User registered")
    PASSWORD_SET = "user.password-set", _("Password set")
    PREFERENCES_CHANGED = "user.preferences-changed", _("Preferences changed")
    DEACTIVATED = "user.deactivated", _("User deactivated")
    REACTIVATED = "user.reactivated", _("User reactivated")
    NAMED = "member.named", _("Member added")
    DESCRIBED = "member.described", _("Member edited")
    ROLES_CHANGED = "member.roles-changed", _("Roles changed")
    JOINED = "member.joined", _("Member accepted invitation")
    LEFT = "member.left", _("Member left")
    RETURNED = "member.returned", _("Member returned")
    LINK_ISSUED = "link.issued", _("Access link created")
    LINK_USED = "link.used", _("Access link used")
    LINK_REVOKED = "link.revoked", _("Access link revoked")
    TOKEN_ISSUED = "token.issued", _("API token issued")
    TOKEN_REVOKED = "token.revoked", _("API token revoked")
