"""Shows each reader the product in their language and their days in their time zone."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from waymark.people.models.user import User


class ReaderMiddleware:
    """Activates the product's language, of which there is one so far, and the reader's time zone for the request.

    A sentence costs half as much to look up in a language that is active as in one that is fallen back to.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate, answer, put back."""
        zone = request.user.time_zone if isinstance(request.user, User) else ""
        with translation.override(settings.LANGUAGE_CODE), timezone.override(ZoneInfo(zone) if zone else None):
            return self.get_response(request)
