"""Roles and what each may do. Rights are code, not rows: a change of a right is a change of the product."""

from collections.abc import Iterable
from functools import lru_cache

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a member is in one organisation; a member may hold several."""

    ADMINISTRATOR = "administrator", _("Administrator")
    AIMS_MANAGER = "aims_manager", _("AIMS manager")
    CONTRIBUTOR = "contributor", _("Contributor")
    INTERNAL_AUDITOR = "internal_auditor", _("Internal auditor")
    TOP_MANAGEMENT = "top_management", _("Top management")
    READER = "reader", _("Reader")


class Can(models.TextChoices):
    """One right; every view names the one it asks for, and a token holds some."""

    READ = "read", _("Read everything that is open to all members")
    RATE = "rate", _("Rate points in an open gap assessment")
    COLLECT = "collect", _("Add evidence and versions, link them, ask members for evidence")
    VERIFY = "verify", _("Verify or reject versions")
    WORK = "work", _("Create tasks, and finish one's own")
    DISCUSS = "discuss", _("Read and write comments on records")
    READ_TRAIL = "read_trail", _("Read the whole trail of the organisation")
    READ_CONFIDENTIAL = "read_confidential", _("Open evidence that is marked confidential")
    MANAGE_AIMS = "manage_aims", _("Manage the AIMS: rounds, owners, imports, wording")
    MANAGE_PEOPLE = "manage_people", _("Manage members, roles and settings of the organisation")
    APPROVE = "approve", _("Approve and sign")


_READER = frozenset({Can.READ})
"""What every reader may, those from outside too; comments are for the people who work on the AIMS."""
_CONTRIBUTOR = _READER | {Can.DISCUSS, Can.RATE, Can.COLLECT, Can.VERIFY, Can.WORK}
_MANAGER = _CONTRIBUTOR | {Can.MANAGE_AIMS, Can.READ_CONFIDENTIAL, Can.READ_TRAIL}
RIGHTS: dict[Role, frozenset[Can]] = {
    Role.ADMINISTRATOR: _MANAGER | {Can.MANAGE_PEOPLE},
    Role.AIMS_MANAGER: _MANAGER,
    Role.CONTRIBUTOR: _CONTRIBUTOR,
    Role.INTERNAL_AUDITOR: _READER | {Can.DISCUSS, Can.VERIFY, Can.WORK, Can.READ_CONFIDENTIAL, Can.READ_TRAIL},
    Role.TOP_MANAGEMENT: _READER | {Can.DISCUSS, Can.APPROVE, Can.WORK, Can.READ_CONFIDENTIAL, Can.READ_TRAIL},
    Role.READER: _READER,
}


def rights_of(roles: Iterable[str]) -> frozenset[Can]:
    """Return everything the given roles allow together; unknown roles allow nothing."""
    return _together(tuple(roles))


@lru_cache(maxsize=256)
def _together(roles: tuple[str, ...]) -> frozenset[Can]:
    # There are few sets of roles, and every page asks for those of its reader, the palette for those of hundreds.
    return frozenset(right for role in roles if role in Role.values for right in RIGHTS[Role(role)])
