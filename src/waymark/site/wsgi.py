"""The application gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from waymark.core import garbage

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.site.settings")
application = get_wsgi_application()
# The addresses load every view. Without this each worker would, at its first page, and find its faults only then.
garbage.pause()
get_resolver().url_patterns  # noqa: B018 -- reading it loads them
garbage.resume()
