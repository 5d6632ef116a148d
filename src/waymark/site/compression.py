"""Pages go out compressed; files, pictures and what programs read do not."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_LONGEST = 500_000  # bytes; what is longer holds pictures, which are compressed already


class PageCompressionMiddleware(GZipMiddleware):
    """Compresses pages and parts of pages.

    Django pads them by a random length and masks their CSRF token, so that their length says nothing of it (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Leave alone what is no page, what is streamed, and what is long."""
        is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        if not is_page or len(getattr(response, "content", b"")) > _LONGEST:
            return response
        return super().process_response(request, response)
