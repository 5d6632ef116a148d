"""Keeps a test run apart from the person's own Waymark: loaded by pytest before Django reads its settings.

Only DATABASE_URL is taken from outside, so that `./check` can ask the same questions of PostgreSQL.
"""

import atexit
import gc
import os
import shutil
import tempfile
from pathlib import Path

for name in [name for name in os.environ if name.startswith("WAYMARK_")]:
    del os.environ[name]
os.environ.pop("EMAIL_URL", None)

_DATA = tempfile.mkdtemp(prefix="waymark-tests-")
os.environ["WAYMARK_DATA"] = _DATA
# WhiteNoise warns where nothing was ever collected; tests take static files by their plain names.
(Path(_DATA) / "static").mkdir()
atexit.register(shutil.rmtree, _DATA, ignore_errors=True)

# What is collected stays until the end: to look through it for garbage, again and again, is a quarter of the time that
# collecting takes. tests/conftest.py puts it where nothing is looked for, and ends this.
gc.disable()
