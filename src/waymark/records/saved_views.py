"""Views that a person saves of a register: what its address asks for, under a name."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from waymark.core.forms import Line, PlainForm
from waymark.core.redirects import came_from, see_other
from waymark.people.models.saved_view import LONGEST_NAME, LONGEST_QUERY, SavedView
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.records.choosing import ChoiceForm
from waymark.records.registers import Register, register_named
from waymark.records.views import show_register


class SaveViewForm(PlainForm):
    """A name for a list as it is shown."""

    name = Line(max_length=LONGEST_NAME, label=_("Name of this view"))
    query = forms.CharField(max_length=LONGEST_QUERY, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, register: Register[Any], reader: Reader, **kwargs: Any) -> None:
        """Know of which list it is."""
        super().__init__(*args, **kwargs)
        self.register, self.reader = register, reader

    def clean_query(self) -> str:
        """Return the query without the page; refuse what the list does not understand."""
        query = QueryDict(self.cleaned_data["query"], mutable=True)
        query.pop("page", None)
        if ChoiceForm(query, register=self.register, reader=self.reader).errors:
            raise ValidationError(_("This view cannot be shown. Reload the page."), code="invalid")
        return query.urlencode()


class RemoveViewForm(PlainForm):
    """The view that is removed."""

    name = Line(max_length=LONGEST_NAME, label=_("Name of this view"))
    next = forms.CharField(required=False, max_length=LONGEST_QUERY + 200, widget=forms.HiddenInput)


@require_POST
@needs(Can.READ)
def save_view(request: OrganisationRequest, register: str) -> HttpResponseBase:
    """Keep what the address of a register asks for under a name; a view of the same name is replaced."""
    found = _register_or_404(request, register)
    form = SaveViewForm(request.POST, register=found, reader=request.member)
    pk, asked = request.organisation.pk, QueryDict(request.POST.get("query", "")[:LONGEST_QUERY])
    return submit(
        request,
        form,
        lambda typed: request.user.save_view(pk, found.name, SavedView(**typed), by=request.member),
        on_refusal=lambda refused: show_register(request, found, asked=asked, view_form=refused),
        done=lambda view: see_other(f"{reverse(found.name, args=[request.organisation.slug])}?{view.query}"),
    )


@require_POST
@needs(Can.READ)
def remove_view(request: OrganisationRequest, register: str) -> HttpResponseBase:
    """Forget a view that the reader saved."""
    found, form = _register_or_404(request, register), RemoveViewForm(request.POST)
    here = reverse(found.name, args=[request.organisation.slug])
    return submit(
        request,
        form,
        lambda typed: request.user.remove_view(request.organisation.pk, found.name, typed["name"], by=request.member),
        on_refusal=lambda _refused: show_register(request, found, asked=QueryDict()),
        done=lambda _made: see_other(came_from(request, here)),
    )


def _register_or_404(request: OrganisationRequest, name: str) -> Register[Any]:
    found = register_named(name)
    if found is None or not request.member.can(found.right):
        raise Http404
    return found
