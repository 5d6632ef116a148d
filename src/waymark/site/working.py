"""The background worker as a process of its own: beside the web server, or alone by `waymark worker`."""

import argparse
import os
import sys
from collections.abc import Sequence

import django

from waymark.core.options import ConfigFault

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.site.settings")
try:
    django.setup()
except ConfigFault as wrong:
    sys.exit("\n".join(str(fault) for fault in wrong.faults))

# The queue is a model, which exists only after Django's set-up.
from waymark.core.worker import Worker
from waymark.site.parent import die_with_parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Work until SIGTERM or Ctrl-C; give the exit code."""
    parser = argparse.ArgumentParser(prog="waymark worker", description="Run background work until Ctrl-C.")
    parser.add_argument("--parent", type=int, help="stop when this parent process ends")
    parent = parser.parse_args(arguments).parent
    if parent:
        die_with_parent(parent)
    Worker().run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
