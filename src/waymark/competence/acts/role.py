"""What can be done with an AIMS role: its forms, its verbs, and what each form proposes."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.competence.forms.role import AssignForm, EditAimsRoleForm, EndForm, NewAimsRoleForm
from waymark.competence.holding import AssignmentDraft, assign, end
from waymark.competence.models.assignment import RoleAssignment
from waymark.competence.models.role import LIFECYCLE, AimsRole
from waymark.competence.registers.role import AIMS_ROLES
from waymark.people.readers import Reader
from waymark.records import retiring
from waymark.records.acts import NewRecord, RecordAct, RecordActs

MEMBER: Final = {"type": "integer", "description": "Key of the member."}
_DECIDED: Final = {"type": "integer", "description": "Key of the member who decided it."}


def _holders(one: AimsRole) -> dict[int, str]:
    return {held.member_id: held.member.name for held in one.in_order() if held.held_until is None}


def _done(_one: AimsRole, made: RoleAssignment | None, _reader: Reader) -> str:
    found = made.known_conflicts if made is not None else []
    if made is None or not found:
        return _("Saved.")
    named = {"name": made.member.name, "why": " ".join(one.why for one in found)}
    return _("Saved, with a warning: %(name)s holds roles that are better kept apart. %(why)s") % named


ACTS: Final[RecordActs[AimsRole]] = RecordActs(
    model=AimsRole,
    register=AIMS_ROLES,
    lifecycle=LIFECYCLE,
    new=NewRecord(
        form=NewAimsRoleForm,
        make=lambda organisation, typed, by: AimsRole.add(organisation, by=by, **typed),
    ),
    acts=(
        RecordAct(
            name="assign",
            path="assignments",
            form=AssignForm,
            given=lambda _one, reader: {"reader": reader},
            first=lambda _one, reading: {"held_from": reading.today},
            do=lambda one, typed, by: assign(one, AssignmentDraft(**typed), by=by),
            done=_done,
            described={"member": MEMBER, "decider": _DECIDED},
        ),
        RecordAct(
            name="end",
            path="ends",
            form=EndForm,
            given=lambda one, reader: {"reader": reader, "holders": _holders(one)},
            first=lambda _one, reading: {"held_until": reading.today},
            do=lambda one, typed, by: end(one, typed.pop("member"), by=by, **typed),
            described={"member": MEMBER},
        ),
        RecordAct(
            name="edit",
            path="edit",
            form=EditAimsRoleForm,
            kept=(
                "title",
                "purpose",
                "responsibilities",
                "authorities",
                "only_one",
                "deputy_rule",
                "deputy_may",
                "deputy_may_not",
            ),
            do=lambda one, typed, by: one.edit(by=by, **typed),
            button=gettext_lazy("Save"),
        ),
        *retiring.ACTS,
    ),
    # The right to manage the AIMS is asked for by each act; a role has holders, and no owner.
    require=lambda record, _reader: record,
    may=lambda _record, _reader: True,
)
