"""The kinds of this package as others name them, what members owe of them, and what a member's page shows."""

from collections.abc import Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.competence.holding import held_by, without_holder
from waymark.competence.models.assignment import RoleAssignment
from waymark.competence.models.raci import RaciActivity
from waymark.competence.models.role import AimsRole
from waymark.core.dates import DEFAULT, day
from waymark.people.extension_points import MemberLine, MemberPanel
from waymark.people.models.member import Member
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.records.describing import kind_of, part_of
from waymark.records.kinds import RecordKind, RecordLine
from waymark.work.owed import Consequence, OwedSource, owed_rows, shown_as


def _of_role(model: Any, label: str | Promise, word: str, title: str) -> RecordKind:
    """Return the kind of what is part of a role; its line leads to the page of the role."""
    name: str = model._meta.label_lower

    def look_up(reader: Reader, keys: Sequence[int]) -> dict[int, RecordLine]:
        rows = model.objects.of(reader.organisation).filter(pk__in=keys)
        slug = reader.organisation.slug
        return {
            pk: RecordLine(name, pk, f"{AimsRole.prefix}-{n}", str(text), reverse("aims_role", args=[slug, n]))
            for pk, n, text in rows.values_list("pk", "role__number", title)
        }

    return RecordKind(kind=name, word=word, label=label, look_up=look_up)


ROLE: Final = kind_of(
    AimsRole,
    word="aims-role",
    address="aims_role",
    offers=lambda rows: rows.active(),  # type: ignore[attr-defined]
    parts=(part_of("competence.roleassignment", gettext_lazy("Assignments"), RoleAssignment.objects, "role"),),
)
RACI: Final = kind_of(
    RaciActivity,
    word="raci-activity",
    address="raci_activity",
    offers=lambda rows: rows.active(),  # type: ignore[attr-defined]
)
KINDS: Final = (
    ROLE,
    RACI,
    _of_role(RoleAssignment, gettext_lazy("Assignment of an AIMS role"), "role-assignment", "member__name"),
)


def _vacant(member: Member, today: Any) -> Any:
    # Nobody in particular owes it: who manages the AIMS sees to it that each role in use has a holder.
    if not member.can(Can.MANAGE_AIMS):
        return None
    rows = without_holder(AimsRole.objects.of(member.organisation), today)
    return owed_rows(rows, consequence=Consequence.MINOR, what="title")


VACANT: Final = OwedSource(
    name="vacant-roles",
    label=gettext_lazy("Roles without a holder"),
    rows=_vacant,
    show=shown_as(gettext_lazy("Role without a holder"), ROLE),
)
OWED: Final = (VACANT,)


def roles_panel(reader: Member, person: Member) -> MemberPanel | None:
    """Return the AIMS roles of a member for their page; nothing for somebody who holds none."""
    slug = reader.organisation.slug
    locale = reader.user.locale if reader.user is not None else DEFAULT
    lines = [
        MemberLine(
            one.role.reference,
            one.role.title,
            reverse("aims_role", args=[slug, one.role.number]),
            (_("deputy since %(day)s") if one.is_deputy else _("since %(day)s")) % {"day": day(one.held_from, locale)},
        )
        for one in held_by(person)
    ]
    if not lines:
        return None
    return MemberPanel(
        gettext_lazy("AIMS roles"),
        gettext_lazy(
            "What this member is responsible for in the AIMS (5.3). These roles give no permission in Waymark."
        ),
        lines,
    )
