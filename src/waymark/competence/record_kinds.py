"""The kinds of this package as others name them, as members own them, and what a member's page shows of roles."""

from collections.abc import Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.competence.holding import assignments_of
from waymark.competence.models.assignment import RoleAssignment
from waymark.competence.models.awareness import TopicInterval
from waymark.competence.models.competence import Competence
from waymark.competence.models.ownership import OwnershipCheck
from waymark.competence.models.proof import Proof
from waymark.competence.models.raci import RaciActivity
from waymark.competence.models.raci_columns import RaciColumns
from waymark.competence.models.role import AimsRole
from waymark.competence.models.training import Participation, Training
from waymark.competence.separations import find_separations
from waymark.competence.standing import CompetenceLine, Standing, competence_lines
from waymark.core.clock import day_in
from waymark.core.dates import DEFAULT, day
from waymark.people.extension_points import MemberLine, MemberPanel
from waymark.people.models.member import Member
from waymark.people.readers import Reader
from waymark.records.describing import kind_of, part_of
from waymark.records.governed import Governed
from waymark.records.kinds import RecordKind, RecordLine
from waymark.work.owned import owned_kind


def _part(model: Any, whole: type[Governed], path: str, address: str, label: str | Promise) -> RecordKind:
    """Return the kind of what a member is part of by a row; its line leads to the page of the whole."""
    name: str = model._meta.label_lower

    def look_up(reader: Reader, keys: Sequence[int]) -> dict[int, RecordLine]:
        rows = model.objects.of(reader.organisation).filter(pk__in=keys)
        slug = reader.organisation.slug
        return {
            pk: RecordLine(name, pk, f"{whole.prefix}-{n}", str(text), reverse(address, args=[slug, n]))
            for pk, n, text in rows.values_list("pk", f"{path}__number", "member__name")
        }

    return RecordKind(kind=name, word=str(model._meta.model_name), label=label, look_up=look_up)


_CHECK: Final = "competence.ownershipcheck"
_COLUMNS: Final = "competence.racicolumns"
_INTERVAL: Final = "competence.topicinterval"
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
COMPETENCE: Final = kind_of(
    Competence,
    word="competence",
    address="competence",
    offers=lambda rows: rows.active(),  # type: ignore[attr-defined]
)
PROOF: Final = kind_of(
    Proof,
    word="competence-proof",
    address="competence_proof",
    offers=lambda rows: rows.active(),  # type: ignore[attr-defined]
)
TRAINING: Final = kind_of(
    Training,
    word="training",
    address="training",
    parts=(part_of("competence.participation", gettext_lazy("Who took part"), Participation.objects, "training"),),
)


def _look_up_checks(reader: Reader, keys: Sequence[int]) -> dict[int, RecordLine]:
    rows = OwnershipCheck.objects.of(reader.organisation).filter(pk__in=keys)
    slug = reader.organisation.slug
    return {
        pk: RecordLine(_CHECK, pk, "", name, reverse("member_ownership", args=[slug, member]))
        for pk, name, member in rows.values_list("pk", "member__name", "member_id")
    }


def _look_up_intervals(reader: Reader, keys: Sequence[int]) -> dict[int, RecordLine]:
    rows = TopicInterval.objects.of(reader.organisation).filter(pk__in=keys)
    slug = reader.organisation.slug
    return {
        one.pk: RecordLine(_INTERVAL, one.pk, "", str(one), reverse("awareness_topic", args=[slug, one.topic]))
        for one in rows
    }


def _look_up_columns(reader: Reader, keys: Sequence[int]) -> dict[int, RecordLine]:
    rows = RaciColumns.objects.of(reader.organisation).filter(pk__in=keys)
    address = reverse("raci_columns", args=[reader.organisation.slug])
    return {one.pk: RecordLine(_COLUMNS, one.pk, "", str(one), address) for one in rows}


RACI_COLUMNS: Final = RecordKind(
    kind=_COLUMNS,
    word="raci-columns",
    label=gettext_lazy("Columns of the RACI table"),
    look_up=_look_up_columns,
)
INTERVAL: Final = RecordKind(
    kind=_INTERVAL,
    word="awareness-interval",
    label=gettext_lazy("Interval of an awareness topic"),
    look_up=_look_up_intervals,
)
CHECK: Final = RecordKind(
    kind=_CHECK,
    word="ownership-check",
    label=gettext_lazy("Confirmation of ownership"),
    look_up=_look_up_checks,
)
KINDS: Final = (
    CHECK,
    INTERVAL,
    RACI_COLUMNS,
    ROLE,
    RACI,
    COMPETENCE,
    PROOF,
    TRAINING,
    _part(RoleAssignment, AimsRole, "role", "aims_role", gettext_lazy("Assignment of an AIMS role")),
    _part(Participation, Training, "training", "training", gettext_lazy("Participation in a training")),
)
OWNED: Final = (
    owned_kind(
        Proof,
        PROOF,
        need=gettext_lazy("Have the competence shown again before the proof ends, and record the new proof."),
        due_on="valid_until",
    ),
    owned_kind(
        Training,
        TRAINING,
        need=gettext_lazy("Hold it, or check its effect once it was held."),
        due_on="due_on",
    ),
)


def roles_panel(reader: Member, person: Member) -> MemberPanel | None:
    """Return the AIMS roles of a member for their page; nothing for somebody who holds none."""
    slug, today = reader.organisation.slug, day_in(reader.organisation.time_zone)
    held = [one for one in assignments_of(person) if one.is_open_on(today)]
    needed = competence_lines(reader.organisation, today, person, known=held) if held else []
    locale = reader.user.locale if reader.user is not None else DEFAULT
    lines = [
        MemberLine(
            one.role.reference,
            one.role.title,
            reverse("aims_role", args=[slug, one.role.number]),
            _note(one, locale, [line for line in needed if line.assignment.pk == one.pk]),
        )
        for one in held
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


def _note(one: RoleAssignment, locale: str, lines: Sequence[CompetenceLine]) -> str:
    since = (_("deputy since %(day)s") if one.is_deputy else _("since %(day)s")) % {"day": day(one.held_from, locale)}
    if not lines:
        return since
    met = sum(line.standing in {Standing.MET, Standing.EXPIRING} for line in lines)
    return _("%(since)s · %(met)d of %(all)d competences shown") % {"since": since, "met": met, "all": len(lines)}


def ownership_panel(reader: Member, person: Member) -> MemberPanel | None:
    """Return when a member last confirmed what is theirs; nothing for somebody who has left."""
    if person.left_on is not None:
        return None
    slug = reader.organisation.slug
    locale = reader.user.locale if reader.user is not None else DEFAULT
    last = OwnershipCheck.objects.of(reader.organisation).filter(member=person).newest_first().first()
    note = _("not confirmed yet") if last is None else _("confirmed on %(day)s") % {"day": day(last.checked_on, locale)}
    line = MemberLine(_("Still mine?"), "", reverse("member_ownership", args=[slug, person.pk]), note)
    return MemberPanel(gettext_lazy("Ownership"), gettext_lazy("Confirmed once a year for everything owned."), [line])


def awareness_panel(reader: Member, person: Member) -> MemberPanel | None:
    """Return where it is shown of which topics a member was made aware; nothing for somebody who has left."""
    if person.left_on is not None:
        return None
    url = f"{reverse('awareness', args=[reader.organisation.slug])}?member={person.pk}"
    line = MemberLine(_("Awareness by topic"), "", url, _("last training and next one"))
    intro = gettext_lazy("Of which topics this member was made aware, and by when again (7.3).")
    return MemberPanel(gettext_lazy("Awareness"), intro, [line])


def separations_panel(reader: Member, person: Member) -> MemberPanel | None:
    """Return the acts of which a member has both sides; nothing where there are none."""
    if person.left_on is not None:
        return None
    today = day_in(reader.organisation.time_zone)
    found = find_separations(reader.organisation, today, [person.pk], known=assignments_of(person))
    if not found:
        return None
    lines = [
        MemberLine(
            one.separation.id,
            one.separation.act,
            one.url,
            _("%(what)s. Instead: %(instead)s") % {"what": one.what, "instead": one.instead or _("not noted")},
        )
        for one in found
    ]
    return MemberPanel(
        gettext_lazy("Separation of duties"),
        gettext_lazy("Acts of which this member has both sides. Nothing is refused because of this."),
        lines,
    )


PANELS: Final = (roles_panel, separations_panel, awareness_panel, ownership_panel)
"""What the page of a member shows of this package."""
