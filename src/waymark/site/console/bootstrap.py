"""Sets Django up when it is imported, so that the modules of commands can import models."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.site.settings")
django.setup()
