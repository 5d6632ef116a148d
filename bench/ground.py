"""A throw-away installation for measuring; importing this module makes it."""

import atexit
import os
import shutil
import tempfile

import django

_FOLDER = tempfile.mkdtemp(prefix="waymark-bench-")
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
os.environ["WAYMARK_DATA"] = _FOLDER
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.site.settings")
django.setup()
