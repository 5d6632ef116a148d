"""The menu in the order of the path. Whoever adds a page for everybody adds one entry to the hub of its step.

However many kinds of record there are, the menu stays as long as it is: what concerns oneself, the hubs, and at most
five entries that the person pinned.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.core.addresses import address_of
from waymark.core.navigation import AccountEntry, AccountPlace, Hub, MenuEntry, Place, ShownEntry, ShownGroup
from waymark.people.models.organisation import Organisation
from waymark.people.models.user import User
from waymark.people.rights import Can
from waymark.work.owed import has_work

OWN: Final = (
    MenuEntry(gettext_lazy("Path"), "path", Can.READ, ""),
    MenuEntry(gettext_lazy("My work"), "my_work", Can.WORK, "work"),
    MenuEntry(gettext_lazy("Notices"), "notices", Can.WORK, "notices"),
)
"""What always stands at once."""
HUBS: Final = (
    Hub(
        "gap-assessment",
        gettext_lazy("1 Gap assessment"),
        gettext_lazy("What is in place, partial and missing in clauses 4 to 10 and the selected controls."),
        (
            MenuEntry(
                gettext_lazy("Assessments"),
                "gap_rounds",
                Can.READ,
                "gap",
                gettext_lazy("Rounds of rating every point, with their results."),
                (
                    Place(gettext_lazy("New gap assessment"), "gap_opening", Can.MANAGE_AIMS, makes=True),
                    Place(gettext_lazy("Compare two rounds"), "gap_comparison", Can.READ),
                ),
            ),
            MenuEntry(
                gettext_lazy("Requirements"),
                "requirements",
                Can.READ,
                "requirements",
                gettext_lazy("Every clause and control with its owner, latest verdict and evidence."),
                (
                    Place(gettext_lazy("Points today"), "points", Can.READ),
                    Place(gettext_lazy("Owners by clause"), "requirement_owners", Can.MANAGE_AIMS),
                    Place(gettext_lazy("Edition of the catalogue"), "carry_over", Can.MANAGE_AIMS),
                ),
            ),
        ),
    ),
    Hub(
        "aims",
        gettext_lazy("2 The AIMS"),
        gettext_lazy("The parts of the management system, and the tasks that close its gaps."),
        (
            MenuEntry(
                gettext_lazy("Tasks"),
                "tasks",
                Can.READ,
                "tasks",
                gettext_lazy("Who does what by when (6.2, 10.2)."),
            ),
            MenuEntry(
                gettext_lazy("Evidence"),
                "evidence",
                Can.READ,
                "evidence",
                gettext_lazy(
                    "Documented proof: dated, checked, and linked to the requirements it supports (7.5, 9.1)."
                ),
                (Place(gettext_lazy("Evidence forecast"), "evidence_forecast", Can.READ),),
            ),
            MenuEntry(
                gettext_lazy("Context factors"),
                "factors",
                Can.READ,
                "factors",
                gettext_lazy("External and internal matters that bear on the AIMS, and the climate decision (4.1)."),
                (Place(gettext_lazy("Decide on climate"), "climate_decision", Can.MANAGE_AIMS, makes=True),),
            ),
            MenuEntry(
                gettext_lazy("Interested parties"),
                "parties",
                Can.READ,
                "parties",
                gettext_lazy("Who is interested in the AIMS or affected by it, and what they need (4.2)."),
            ),
            MenuEntry(
                gettext_lazy("Needs"),
                "needs",
                Can.READ,
                "needs",
                gettext_lazy("Needs of interested parties: why they bind, and where they are met (4.2)."),
            ),
            MenuEntry(
                gettext_lazy("Obligations"),
                "obligations",
                Can.READ,
                "obligations",
                gettext_lazy("What laws, contracts and promises oblige to, and where it is met (4.2, A.8.5)."),
                (Place(gettext_lazy("Starter register of obligations"), "obligation_candidates", Can.READ),),
            ),
            MenuEntry(
                gettext_lazy("Scope of the AIMS"),
                "scope_versions",
                Can.READ,
                "scope",
                gettext_lazy("What the AIMS covers and what lies outside, in approved versions (4.3)."),
                (Place(gettext_lazy("Scope in force on a day"), "scope_in_force", Can.READ),),
            ),
            MenuEntry(
                gettext_lazy("Sites"),
                "sites",
                Can.READ,
                "sites",
                gettext_lazy("Where people work under the AIMS, with the headcount by AI role (4.3)."),
                (Place(gettext_lazy("Headcount"), "headcounts", Can.READ),),
            ),
            MenuEntry(
                gettext_lazy("Planned changes"),
                "planned_changes",
                Can.READ,
                "planned-changes",
                gettext_lazy("Changes to the AIMS, planned and approved before they are made (6.3)."),
            ),
            MenuEntry(
                gettext_lazy("AI systems"),
                "systems",
                Can.READ,
                "systems",
                gettext_lazy("Every AI system with its purpose, owner, scope and legal class (4.3, A.4.2)."),
                (
                    Place(gettext_lazy("Proposed AI systems"), "system_requests", Can.READ),
                    Place(gettext_lazy("Units of the inventory"), "inventory_units", Can.READ),
                ),
            ),
            MenuEntry(
                gettext_lazy("Triggers"),
                "triggers",
                Can.READ,
                "triggers",
                gettext_lazy("What makes the assessments of an AI system due again (8.2, 8.4)."),
            ),
            MenuEntry(
                gettext_lazy("Documents"),
                "documents",
                Can.READ,
                "documents",
                gettext_lazy("Documents and records with their versions: in force, on their way, superseded (7.5)."),
                (
                    Place(gettext_lazy("Master list"), "master_list", Can.READ),
                    Place(gettext_lazy("Outlines"), "document_outlines", Can.READ),
                    Place(gettext_lazy("Versions of documents"), "document_versions", Can.READ),
                ),
            ),
            MenuEntry(
                gettext_lazy("External documents"),
                "external_documents",
                Can.READ,
                "external-documents",
                gettext_lazy(
                    "Laws, standards and papers of others: the edition in use, its watcher, the next check (7.5.3)."
                ),
            ),
            MenuEntry(
                gettext_lazy("Acknowledgement campaigns"),
                "campaigns",
                Can.READ,
                "campaigns",
                gettext_lazy("Who must read which version by when, and who has signed that they understood it (7.3)."),
                (Place(gettext_lazy("Members asked to read"), "campaign_readers", Can.READ),),
            ),
            MenuEntry(
                gettext_lazy("Signatures"),
                "signing_requests",
                Can.READ,
                "signatures",
                gettext_lazy("Who was asked to sign which versions, and what was signed (7.5.2)."),
                (Place(gettext_lazy("Rules on signatures"), "signing_rules", Can.READ),),
            ),
            MenuEntry(
                gettext_lazy("Suppliers"),
                "suppliers",
                Can.READ,
                "suppliers",
                gettext_lazy("Suppliers of systems, models, data and services, with their reviews (A.10.3)."),
            ),
            MenuEntry(
                gettext_lazy("Supplier notices"),
                "supplier_notices",
                Can.READ,
                "supplier-notices",
                gettext_lazy("What suppliers announced or changed, and how fast it was screened and decided (A.10.3)."),
            ),
            MenuEntry(
                gettext_lazy("AIMS roles"),
                "aims_roles",
                Can.READ,
                "aims-roles",
                gettext_lazy("Who is responsible for what, with which authorities and since when (5.3, A.3.2)."),
                (
                    Place(gettext_lazy("Separation of duties"), "separations", Can.READ),
                    Place(gettext_lazy("Adopt proposed roles"), "aims_role_proposals", Can.MANAGE_AIMS, makes=True),
                ),
            ),
            MenuEntry(
                gettext_lazy("RACI table"),
                "raci",
                Can.READ,
                "raci",
                gettext_lazy("Which role does, decides, is consulted and informed in each activity (5.3, A.3.2)."),
                (Place(gettext_lazy("Columns of the RACI table"), "raci_columns", Can.READ),),
            ),
            MenuEntry(
                gettext_lazy("Competence"),
                "competence_standing",
                Can.READ,
                "competence",
                gettext_lazy("What each role needs, who has shown it, and what expires (7.2)."),
                (
                    Place(gettext_lazy("About to expire"), "expiring", Can.READ),
                    Place(gettext_lazy("Needed competences"), "competences", Can.READ),
                    Place(gettext_lazy("Add competence"), "competence_new", Can.MANAGE_AIMS, makes=True),
                    Place(gettext_lazy("Proofs of competence"), "competence_proofs", Can.READ),
                    Place(gettext_lazy("Add proof"), "competence_proof_new", Can.WORK, makes=True),
                ),
            ),
            MenuEntry(
                gettext_lazy("Training"),
                "trainings",
                Can.READ,
                "trainings",
                gettext_lazy("Training and awareness, with who took part and the check of effect (7.2, 7.3)."),
                (Place(gettext_lazy("Awareness by topic"), "awareness", Can.READ),),
            ),
        ),
    ),
    Hub(
        "organisation",
        gettext_lazy("Organisation"),
        gettext_lazy("Members, the trail of changes, and the settings of the organisation."),
        (
            MenuEntry(
                gettext_lazy("Members"),
                "members",
                Can.READ,
                "members",
                gettext_lazy("Members with their roles and what they own (5.3)."),
                (
                    Place(gettext_lazy("Still mine?"), "ownership", Can.READ),
                    Place(gettext_lazy("Add member"), "new_member", Can.MANAGE_PEOPLE, makes=True),
                    Place(gettext_lazy("Add several members"), "new_members", Can.MANAGE_PEOPLE, makes=True),
                    Place(gettext_lazy("Invite members"), "member_invitations", Can.MANAGE_PEOPLE, makes=True),
                ),
            ),
            MenuEntry(
                gettext_lazy("Trail"),
                "trail",
                Can.READ_TRAIL,
                "trail",
                gettext_lazy("Every change with who, when and why, in a tamper-evident chain (7.5.3)."),
                (Place(gettext_lazy("Verify the trail"), "trail_check", Can.READ_TRAIL),),
            ),
            MenuEntry(
                gettext_lazy("Settings"),
                "organisation_settings",
                Can.MANAGE_PEOPLE,
                "settings",
                gettext_lazy("Name, time zone and logo of the organisation."),
                (Place(gettext_lazy("Logo"), "logo", Can.MANAGE_PEOPLE),),
            ),
        ),
    ),
)
ACCOUNT: Final = (
    AccountEntry(gettext_lazy("Your account"), "you", "user"),
    AccountEntry(gettext_lazy("Sign-in and passkeys"), "mfa_index", "fingerprint-pattern"),
    AccountEntry(gettext_lazy("Password"), "account_change_password", "key-round"),
    AccountEntry(gettext_lazy("API tokens"), "tokens", "terminal", in_organisation=True),
    AccountEntry(gettext_lazy("Background work"), "background", "layers", for_operators=True),
)
"""What is a person's own, in every organisation."""
ACCOUNT_PLACES: Final = (
    AccountPlace(gettext_lazy("Where you are signed in"), "usersessions_list"),
    AccountPlace(gettext_lazy("Add passkey"), "mfa_add_webauthn", makes=True),
    AccountPlace(gettext_lazy("Create organisation"), "new_organisation", makes=True, for_operators=True),
)
"""Pages behind those of the account, which the palette leads to."""
FIRST_PINS: Final = ("tasks", "gap_rounds", "requirements", "evidence", "suppliers")
"""What is pinned until a person chooses."""
HUB_SECTION: Final = "steps"


def entries() -> Iterator[MenuEntry]:
    """Yield every entry of every hub, in the order of the path."""
    for hub in HUBS:
        yield from hub.entries


def hub_named(name: str) -> Hub | None:
    """Return a hub by its name, or None."""
    return next((one for one in HUBS if one.name == name), None)


def pins_of(user: User | None, rights: Collection[str]) -> list[MenuEntry]:
    """Return what a person pinned, in the order of the path, as far as their rights here reach."""
    chosen = FIRST_PINS if user is None or user.pinned is None else user.pinned
    return [one for one in entries() if one.address in chosen and one.right in rights]


def own_entries(member: Any) -> list[MenuEntry]:
    """Return what always stands at once for a member; who may only read sees their work once they have some.

    That is asked of those alone whose role gives them none, at the price of one query.
    """
    shown = [one for one in OWN if one.right in member.rights]
    if len(shown) == len(OWN) or Can.READ not in member.rights:
        return shown
    return list(OWN) if has_work(member) else shown


def navigation(path: str, organisation: Organisation, member: Any, user: User | None) -> list[ShownGroup]:
    """Return the menu a person sees, with the current line marked: an entry, or else the hub it belongs to."""
    parts = path.split("/")
    section = parts[3] if len(parts) > 3 else ""  # noqa: PLR2004 -- /o/<slug>/<section>/…
    hub_here = parts[4] if section == HUB_SECTION and len(parts) > 4 else ""  # noqa: PLR2004 -- …/steps/<hub>
    rights = member.rights
    pins = pins_of(user, rights)
    is_pinned = any(one.section == section for one in pins)
    hubs = [
        ShownEntry(
            hub.label,
            address_of("hub", organisation.slug, hub.name),
            hub.name == hub_here or (not is_pinned and any(one.section == section for one in hub.entries)),
        )
        for hub in HUBS
        if any(one.right in rights for one in hub.entries)
    ]
    # Both figures were counted by the query that found the membership.
    counts = {"work": getattr(member, "open_tasks", None), "notices": getattr(member, "unread_notices", None)}
    own = _shown(own_entries(member), organisation, section, counts)
    groups = [("", own), (_("Steps"), hubs), (_("Pinned"), _shown(pins, organisation, section, {}))]
    return [ShownGroup(label, lines) for label, lines in groups if lines]


def account_menu(user: User, organisation: Organisation | None) -> list[ShownEntry]:
    """Return a person's own menu, as far as they may use it here."""
    return [
        ShownEntry(
            one.label,
            address_of(one.address, *([organisation.slug] if one.in_organisation and organisation else [])),
            is_current=False,
            icon=one.icon,
        )
        for one in ACCOUNT
        if (organisation or not one.in_organisation) and (user.runs_installation or not one.for_operators)
    ]


def _shown(
    lines: Sequence[MenuEntry], organisation: Organisation, section: str, counts: dict[str, int | None]
) -> list[ShownEntry]:
    return [
        ShownEntry(
            one.label,
            address_of(one.address, organisation.slug),
            one.section == section,
            counts.get(one.section) or None,
        )
        for one in lines
    ]
