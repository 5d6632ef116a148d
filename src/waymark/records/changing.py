"""Acts on many rows of a register: all of them change, or none."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

from django import forms
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.core.errors import RuleBroken
from waymark.core.forms import Whole
from waymark.core.references import number_in
from waymark.people.models.member import Member
from waymark.people.policy import NotYourRole
from waymark.records.backing import together
from waymark.records.choosing import ChoiceForm
from waymark.records.filters import Chosen
from waymark.records.listing import all_rows, reading_of
from waymark.records.registers import MOST_AT_ONCE, BulkAct, QuerySetRows, Register
from waymark.trail.door import StaleRecord


class NotAllThere(RuleBroken):
    """Of the chosen rows some are not in this register: they never were, or are somebody else's."""

    code = "not-all-there"


class OtherNumber(RuleBroken):
    """Of all lines that match, there are more than may be changed at once, or others than somebody was shown."""

    code = "other-number"


class UnknownAct(RuleBroken):
    """The register has no act of this name."""

    code = "unknown-act"


class StaleRows(StaleRecord):
    """Some of the chosen rows were changed by somebody else after they were read; nothing of the act was saved."""

    def __init__(self, references: Sequence[str]) -> None:
        """Name them."""
        super().__init__()
        self.message = _("Someone else changed %(names)s in the meantime. None of your changes were saved.") % {
            "names": ", ".join(references)
        }
        self.way_out = _("Reload the list, check these rows, and try again.")


def act_named(register: Register[Any], name: str, member: Member) -> BulkAct[Any]:
    """Return an act of a register that a member may do. Raises UnknownAct and NotYourRole."""
    found = register.act(name)
    if found is None:
        raise UnknownAct(_("This list has no such action."), way_out=_("Reload the page."))
    if not member.can(found.right):
        raise NotYourRole(_("Your role does not allow this."), way_out=_("Ask an administrator for the role you need."))
    return found


def act_form(register: Register[Any], act: BulkAct[Any], member: Member, data: Any) -> forms.Form:
    """Return the form of an act, with the field for the chosen rows.

    Acts share one bar on the page, so a form may carry the fields of the others.
    """
    form = act.form(member)
    form.fields["chosen"] = Chosen(MOST_AT_ONCE)
    form.fields["matching"] = Whole(required=False, min_value=1, label=_("All that match"))
    form.fields["query"] = forms.CharField(required=False, max_length=2000, label=_("Filters"))
    # Who wants all that match need not choose any by itself.
    form.fields["chosen"].required = not data.get("matching")
    others = {name for one in register.acts for name in one.form(member).fields}
    form.may_carry = frozenset({"act", *others})  # type: ignore[attr-defined]  # a PlainForm
    form.data, form.is_bound = data, True
    return form


def typed_again(register: Register[Any], act: BulkAct[Any], member: Member, data: Any) -> forms.Form:
    """Return the form of a refused act with what was typed, for the bar that brings the chosen rows by itself."""
    form = act_form(register, act, member, data)
    for name in ("chosen", "matching", "query"):
        del form.fields[name]
    form.may_carry |= {"chosen", "matching", "query"}  # type: ignore[attr-defined]  # a PlainForm
    return form


def change(register: Register[Any], act: BulkAct[Any], form: forms.Form, *, by: Member) -> int:
    """Do an act on the chosen rows, of a valid form, or on all that its filters leave; return how many records changed.

    Raises NotAllThere, StaleRows with the references of all that were changed meanwhile, OtherNumber where no longer
    as many match as the page said, and what the act refuses.
    """
    typed = dict(form.cleaned_data)
    chosen: dict[str, int] = typed.pop("chosen")
    matching, query = typed.pop("matching"), typed.pop("query")
    if matching is not None:
        return _apply(act, _matching(register, by, query, matching), typed, by)
    records = _records(register, by, list(chosen))
    missing = [key for key in chosen if key not in records]
    if missing:
        raise NotAllThere(
            ngettext(
                "%(n)d of the selected rows is not in this list. Nothing was changed.",
                "%(n)d of the selected rows are not in this list. Nothing was changed.",
                len(missing),
            )
            % {"n": len(missing)},
            way_out=_("Reload the list and select again."),
        )
    stale = [str(records[key].reference) for key, version in chosen.items() if records[key].version != version]
    if stale:
        raise StaleRows(stale)
    return _apply(act, [records[key] for key in chosen], typed, by)


def _apply(act: BulkAct[Any], records: list[Any], typed: dict[str, Any], by: Member) -> int:
    """Do an act on many records, and add up once what stands behind others because of them."""
    with transaction.atomic(), together():
        return act.apply(records, typed, by)


def _matching(register: Register[Any], member: Member, query: str, number: int) -> list[Any]:
    """Return the records of all rows that a query leaves, if they are as many as somebody was shown."""
    asked = ChoiceForm(QueryDict(query), register=register, reader=member)
    if asked.errors:
        raise OtherNumber(_("The filters cannot be read. Nothing was changed."), way_out=_("Reload the list."))
    if number > MOST_AT_ONCE:
        raise OtherNumber(
            _("At most %(most)d rows can be changed at once, and %(n)d match. Nothing was changed.")
            % {"most": MOST_AT_ONCE, "n": number},
            way_out=_("Filter the list, or change it in parts."),
        )
    keys = [register.key(row) for row in islice(all_rows(asked.chosen(), reading_of(member)), MOST_AT_ONCE + 1)]
    if len(keys) != number:
        raise OtherNumber(
            ngettext(
                "%(n)d row matched when you selected it; the number has changed since. Nothing was changed.",
                "%(n)d rows matched when you selected them; the number has changed since. Nothing was changed.",
                number,
            )
            % {"n": number},
            way_out=_("Check the list and try again."),
        )
    records = _records(register, member, keys)
    return [records[key] for key in keys]


def _records(register: Register[Any], member: Member, keys: Sequence[str]) -> dict[str, Any]:
    if register.find is not None:
        return {str(key): record for key, record in register.find(member, keys)}
    if not isinstance(register.source, QuerySetRows):
        message = f"{register.name} has acts on many, and says not how to find their records"
        raise TypeError(message)
    # No other text reaches the database as a number.
    numbers = [number for key in keys if (number := number_in(key)) is not None]
    rows = register.source.rows(member).filter(number__in=numbers).select_related("owner", "organisation")
    return {str(one.number): one for one in rows}
