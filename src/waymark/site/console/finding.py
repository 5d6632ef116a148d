"""What commands look up by the names people type."""

from waymark.conformity.models.assessment import GapAssessment
from waymark.core.references import number_in
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.user import User
from waymark.people.readers import Operator
from waymark.records.kinds import line_referred
from waymark.site.console.output import NotThere


def organisation_named(slug: str) -> Organisation:
    """Return the organisation with this address, or end with exit code 3."""
    found = Organisation.objects.filter(slug=_storable(slug)).first()
    if found is None:
        known = ", ".join(Organisation.objects.living().order_by("slug").values_list("slug", flat=True)[:10])
        message = f"There is no organisation {slug!r}. There are: {known or 'none yet'}."
        raise NotThere(message)
    return found


def round_named(organisation: Organisation, reference: str | None) -> GapAssessment:
    """Return a round by GA-1 or 1; without a name the newest closed one, else the newest open one."""
    rounds = GapAssessment.objects.of(organisation).select_related("organisation", "framework")
    if reference is None:
        return _or_fail(
            rounds.closed().newest_first().first() or rounds.newest_first().first(),
            f"{organisation.name} has no gap assessment yet.",
        )
    number = number_in(reference, GapAssessment.prefix)
    found = rounds.numbered(number).first() if number is not None else None
    return _or_fail(found, f"{organisation.name} has no gap assessment {reference!r}.")


def open_round_named(organisation: Organisation, reference: str | None) -> GapAssessment:
    """Return a round by GA-1 or 1; without a name the newest open one, or end with exit code 3."""
    if reference is not None:
        return round_named(organisation, reference)
    rounds = GapAssessment.objects.of(organisation).open().select_related("organisation", "framework")
    return _or_fail(rounds.newest_first().first(), f"{organisation.name} has no open gap assessment.")


def _or_fail(found: GapAssessment | None, message: str) -> GapAssessment:
    if found is None:
        raise NotThere(message)
    return found


def user_named(email: str) -> User:
    """Return the user with this address, or end with exit code 3."""
    found = User.objects.filter(email=_storable(email).lower()).first()
    if found is None:
        message = f"There is no user {email!r}."
        raise NotThere(message)
    return found


def member_named(organisation: Organisation, named: str) -> Member:
    """Return the one active member with this email address, or else this name, or end with exit code 3."""
    there, written = Member.objects.of(organisation).active(), _storable(named)
    found = list(there.filter(email=written.lower())) or list(there.filter(name=written))
    if len(found) != 1:
        problem = "nobody" if not found else "several members"
        message = f"{organisation.name} has {problem} called {named!r}."
        raise NotThere(message)
    found[0].organisation = organisation
    return found[0]


def member_called(organisation: Organisation, named: str) -> Member | None:
    """Return the one active member with this email address or name, or None for anybody else."""
    try:
        return member_named(organisation, named)
    except NotThere:
        return None


def record_named(organisation: Organisation, named: str) -> tuple[str, int]:
    """Return kind and key of a record written as requirement:6.1.4, or end with exit code 3."""
    found = line_referred(Operator(organisation), _storable(named))
    if found is None:
        message = f"{organisation.name} has no record {named!r}."
        raise NotThere(message)
    return found.kind, found.pk


def _storable(typed: str) -> str:
    """Return what was typed as a text that a database takes; bytes that are not UTF-8 reach us as half characters."""
    return typed.encode("utf-8", "replace").decode().strip()
