"""A person's own page."""

from django.contrib import messages
from django.http import HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from waymark.core.redirects import see_other
from waymark.people.forms import PreferencesForm
from waymark.people.models.member import Member
from waymark.people.policy import UserRequest, signed_in
from waymark.people.submit import submit


@signed_in
def you(request: UserRequest) -> HttpResponseBase:
    """Show and change how a person is called and reads."""
    user = request.user
    known = {name: getattr(user, name) for name in ("name", "locale", "time_zone", "theme", "digest", "version")}
    form = PreferencesForm(request.POST if request.method == "POST" else None, initial=known)

    def page(shown: PreferencesForm) -> HttpResponseBase:
        memberships = sorted(Member.objects.for_user(user), key=lambda member: member.organisation.name)
        context = {"form": shown, "memberships": memberships}
        return render(request, "people/you.html", context, status=422 if shown.errors else 200)

    def saved(_result: object) -> HttpResponseBase:
        messages.success(request, _("Saved."))
        return see_other("you")

    return submit(request, form, lambda typed: user.prefer(by=user, **typed), record=user, on_refusal=page, done=saved)


@signed_in
def signed_in_again(request: UserRequest) -> HttpResponseBase:
    """Say that a sign-in is done; tell the script of an open page who is signed in now, and the token of its forms."""
    if request.headers.get("Accept") == "application/json":
        response: HttpResponseBase = JsonResponse({"user": request.user.pk, "token": get_token(request)})
    else:
        response = render(request, "people/signed_in_again.html")
    patch_vary_headers(response, ["Accept"])
    response.headers["Cache-Control"] = "private, no-store"
    return response
