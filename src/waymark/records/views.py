"""The pages of registers: the list with its part, and acts on many."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from waymark.core.redirects import came_from, see_other
from waymark.core.respond import respond
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.submit import submit
from waymark.records.changing import act_form, act_named, change, typed_again
from waymark.records.choosing import ChoiceForm, everything
from waymark.records.listing import page_of, reading_of
from waymark.records.registers import Register

View = Callable[..., HttpResponseBase]


def register_view(register: Register[Any]) -> View:
    """Return the view of a register: the page for people, the table alone for htmx."""

    @require_safe
    @needs(register.right)
    def listed(request: OrganisationRequest) -> HttpResponseBase:
        return show_register(request, register)

    listed.__doc__ = f"List {register.name}."
    return listed


def changes_view(register: Register[Any]) -> View:
    """Return the view that takes acts on many rows of a register.

    Raises ValueError for acts that ask for different rights: one address declares one.
    """
    (right,) = {one.right for one in register.acts}

    @require_POST
    @needs(register.right, write=right)
    def changed(request: OrganisationRequest) -> HttpResponseBase:
        act = act_named(register, request.POST.get("act", ""), request.member)
        form = act_form(register, act, request.member, request.POST)
        back = came_from(request, reverse(register.name, args=[request.organisation.slug]))

        def done(count: int | None) -> HttpResponseBase:
            if count is not None:
                messages.success(request, ngettext("%(n)d changed.", "%(n)d changed.", count) % {"n": count})
            return see_other(back)

        return submit(
            request,
            form,
            lambda _typed: change(register, act, form, by=request.member),
            # This address has no filters; that of a restored form says only that it is one.
            on_refusal=lambda refused: show_register(request, register, asked=QueryDict(), refused=refused),
            done=done,
            changes=request.organisation,
        )

    changed.__doc__ = f"Change many of {register.name} at once."
    return changed


def show_register(
    request: OrganisationRequest,
    register: Register[Any],
    *,
    asked: QueryDict | None = None,
    refused: Any = None,
    view_form: Any = None,
) -> HttpResponseBase:
    """Answer with a register as the address asks for it, or with what of the address cannot be understood (422).

    `asked` stands for the query of the address, where a form carried it. `refused` is the form of an act on many that
    was refused, `view_form` that of a view that could not be saved.
    """
    reader, reading = request.member, reading_of(request.member)
    form = ChoiceForm(request.GET if asked is None else asked, register=register, reader=reader)
    is_valid = form.is_valid()
    chosen = form.chosen() if is_valid else everything(register)
    context = {
        "register": register,
        "form": form,
        "chosen": chosen,
        "shown": page_of(chosen, reading) if is_valid and chosen.display is None else None,
        "seen": chosen.display.build(chosen, reading) if is_valid and chosen.display is not None else None,
        "acts": list(_acts(request, register, typed=refused is not None)),
        "refused": refused,
        "saved_views": request.user.views_of(request.organisation.pk, register.name),
        "view_form": view_form,
        "here": reverse(register.name, args=[request.organisation.slug]),
        "may_create": bool(register.new) and reader.can(register.new_right),
        **register.more(reading),
    }
    status = 200 if is_valid and refused is None and view_form is None else 422
    return respond(request, page=register.page, part=register.part, context=context, status=status)


def _acts(request: OrganisationRequest, register: Register[Any], *, typed: bool) -> Iterator[tuple[Any, Any]]:
    """Yield the acts of the reader with their forms; the one that was refused has again what was typed."""
    tried = request.POST.get("act") if typed else None
    for one in register.acts:
        if request.member.can(one.right):
            again = one.name == tried
            yield one, typed_again(register, one, request.member, request.POST) if again else one.form(request.member)
