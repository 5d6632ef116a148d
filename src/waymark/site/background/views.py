"""What waits, runs and failed in the background; a failure is tried again or dismissed."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waymark.core.backlog import backlog, dismiss, try_again
from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.people.policy import NotYourRole, UserRequest, signed_in


@require_safe
@signed_in
def background(request: UserRequest) -> HttpResponse:
    """Show the queue."""
    _require(request)
    return respond(request, page="site/background.html", context={"backlog": backlog()})


@require_POST
@signed_in
def retry(request: UserRequest, key: uuid.UUID) -> HttpResponse:
    """Run a failed job again."""
    _require(request)
    try_again(key)
    messages.success(request, _("The job will run again."))
    return see_other("background")


@require_POST
@signed_in
def dismissal(request: UserRequest, key: uuid.UUID) -> HttpResponse:
    """Take a failed job off the list."""
    _require(request)
    dismiss(key)
    messages.success(request, _("The job was dismissed."))
    return see_other("background")


def _require(request: UserRequest) -> None:
    if not request.user.runs_installation:
        raise NotYourRole(_("Only the people who run this installation can see background work."))
