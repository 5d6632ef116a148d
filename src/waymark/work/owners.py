"""Naming who owns a record: one act for one record and for many, with one set of checks."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from waymark.core.errors import RuleBroken
from waymark.core.forms import PlainForm
from waymark.people.active import require_active
from waymark.people.member_field import MemberField
from waymark.people.models.member import Member
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.records.acts import RecordAct
from waymark.records.forms import OwnerNoteForm
from waymark.records.registers import BulkAct
from waymark.trail.actors import Acts
from waymark.trail.door import commit_all
from waymark.work.notify import NoticeDraft, notify_all

OWNER: Final = {
    "type": "integer",
    "description": "Key of the owner. Without it there is no owner, where the kind allows that.",
}
_OTHER: Final = {
    "type": "integer",
    "description": "Key of the new owner; null for no owner, where the kind allows that.",
}
Able = Callable[[Member], bool]
O = TypeVar("O", bound=Any)  # noqa: E741 -- an owned record; Python has no type for two bases at once


def _anybody(_member: Member) -> bool:
    return True


class OwnerNeeded(RuleBroken):
    """Records of this kind are never without an owner."""

    code = "owner-needed"


def assign_owner(records: Sequence[O], owners: Mapping[int, Member | None], *, by: Acts, note: str = "") -> list[O]:
    """Name the owner of each record, by its key, all or none in one transaction; return those that changed.

    Each new owner has to be there (OwnerHasLeft), a kind may need one (OwnerNeeded) or refuse another one in its
    state, and the versions that were read have to be the newest (StaleRecord). Each change leaves an entry with the
    note.
    """
    if not records:
        return []
    with transaction.atomic():
        changed = [one for one in records if one.owner_id != _key(owners[one.pk])]
        require_active({owner.pk: owner for one in changed if (owner := owners[one.pk]) is not None}.values())
        for one in changed:
            if owners[one.pk] is None and one.needs_owner:
                raise OwnerNeeded(
                    _("%(reference)s needs an owner.") % {"reference": getattr(one, "reference", one)},
                    way_out=_("Choose an owner."),
                )
            one.require_new_owner()
            one.owner = owners[one.pk]
        if changed:
            commit_all(changed, changed[0].owner_event, by=by, note=note)
            notify_owners(changed, by=by)
    return changed


def notify_owners(records: Sequence[Any], *, by: Acts) -> None:
    """Tell the owners of records that somebody else gave them; of many at once one sentence tells the number."""
    given: dict[int, list[Any]] = defaultdict(list)
    for one in records:
        if one.owner is not None and not (by.actor.kind == "member" and by.actor.id == one.owner_id):
            given[one.owner_id].append(one)
    notify_all([_given(some, by.actor.name) for some in given.values()])


def _given(records: Sequence[Any], who: str) -> NoticeDraft:
    first = records[0]
    label = first._meta.label_lower
    reference = getattr(first, "reference", str(first))
    named = {"name": who, "reference": reference, "title": first, "n": len(records) - 1}
    if len(records) == 1 and str(first) != reference:
        return first.owner, _("%(name)s assigned %(reference)s to you: %(title)s") % named, (label, first.pk), ""
    if len(records) == 1:
        return first.owner, _("%(name)s assigned %(reference)s to you.") % named, (label, first.pk), ""
    words = ngettext(
        "%(name)s assigned %(reference)s and %(n)d more to you.",
        "%(name)s assigned %(reference)s and %(n)d more to you.",
        len(records) - 1,
    )
    return first.owner, words % named, (label, first.pk), ""


def give(record: O, owner: Member | None, *, by: Acts, note: str = "") -> bool:
    """Name the owner of one record; return whether that was somebody else before. Raises what `assign_owner` raises."""
    return bool(assign_owner([record], {record.pk: owner}, by=by, note=note))


class OwnerForm(OwnerNoteForm):
    """Another owner of one record."""

    field_order = ("owner", "note")

    def __init__(self, *args: Any, reader: Reader, needed: bool = False, able: Able = _anybody, **kwargs: Any) -> None:
        """Cut owners to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["owner"] = _field(reader, needed=needed, able=able)
        self.order_fields(self.field_order)


class OwnersForm(PlainForm):
    """One owner for many records. Nobody is preselected, and nobody at all is an answer of its own."""

    def __init__(self, *args: Any, reader: Reader, needed: bool = False, able: Able = _anybody, **kwargs: Any) -> None:
        """Cut owners to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["owner"] = MemberField(
            reader.organisation, able=able, required=needed, empty_label=gettext_lazy("Choose an owner")
        )
        if not needed:
            self.fields["nobody"] = forms.BooleanField(required=False, label=gettext_lazy("No owner"))

    def clean(self) -> dict[str, Any]:
        """Ask for a member or for nobody, not for both and not for neither."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_nobody = bool(cleaned.pop("nobody", False))
        if not self.errors and is_nobody is (cleaned.get("owner") is not None):
            message = _("Choose an owner, or choose No owner.")
            self.add_error("owner", ValidationError(message, code="nothing-chosen"))
        return cleaned


def giving(*, needed: bool = False, able: Able = _anybody) -> RecordAct[Any]:
    """Return the act that names another owner of one record, the row `give` in the table of its life cycle.

    Who is not `able` to do what comes with it is not offered.
    """
    return RecordAct(
        name="give",
        path="owner",
        form=OwnerForm,
        given=lambda _one, reader: {"reader": reader, "needed": needed, "able": able},
        first=lambda one, _reading: {"owner": one.owner_id},
        do=lambda one, typed, by: give(one, by=by, **typed),
        described={"owner": _OTHER},
    )


def owner_act(right: Can, *, needed: bool = False, able: Able = _anybody) -> BulkAct[Any]:
    """Return the act that gives many rows of a register one owner; each record asks whether this member may.

    Who is not `able` to do what comes with it is not offered.
    """

    def form(reader: Reader) -> forms.Form:
        return OwnersForm(reader=reader, needed=needed, able=able)

    def apply(records: Sequence[Any], typed: Mapping[str, Any], by: Member) -> int:
        for one in records:
            one.require_changer(by)
        return len(assign_owner(records, {one.pk: typed["owner"] for one in records}, by=by))

    return BulkAct(
        name="owner",
        noun=gettext_lazy("Owner"),
        label=gettext_lazy("Set owner"),
        right=right,
        form=form,
        apply=apply,
    )


def _field(reader: Reader, *, needed: bool, able: Able) -> MemberField:
    if needed:
        return MemberField(reader.organisation, able=able, required=True, empty_label=None)
    return MemberField(reader.organisation, able=able)


def _key(owner: Member | None) -> int | None:
    return owner.pk if owner is not None else None
