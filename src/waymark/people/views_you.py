"""A person's own page."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from waymark.people.answers import see_other
from waymark.people.forms import PreferencesForm, refusals_in
from waymark.people.models.member import Member
from waymark.people.policy import UserRequest, signed_in


@signed_in
def you(request: UserRequest) -> HttpResponseBase:
    """Show and change how a person is called and reads."""
    user = request.user
    known = {name: getattr(user, name) for name in ("name", "locale", "time_zone", "theme", "digest", "version")}
    form = PreferencesForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data
            user.read_at(typed.pop("version")).prefer(by=user, **typed)
            messages.success(request, _("Saved."))
            return see_other("you")
    memberships = sorted(Member.objects.for_user(user), key=lambda member: member.organisation.name)
    context = {"form": form, "memberships": memberships}
    return render(request, "people/you.html", context, status=422 if form.errors else 200)
