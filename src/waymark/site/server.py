"""What gunicorn is told: read by it as its configuration file, so the names are gunicorn's own."""

import gc
import os
from typing import Any

from gunicorn.arbiter import Arbiter

from waymark.core.config import read_configuration
from waymark.site.parent import die_with_parent

_CONFIGURATION = read_configuration()

wsgi_app = "waymark.site.wsgi"
worker_class = "waymark.site.web.worker.BufferedWorker"
workers = _CONFIGURATION.workers
threads = _CONFIGURATION.threads
# One copy of the code in memory for all workers, and faults in it are met before the first request.
preload_app = True
# gunicorn's control socket would be one more door, in the home folder.
control_socket_disable = True
loglevel = "warning"
# Its own records go where Waymark's go, in the same form: a failed request is named with its address.
logconfig_dict: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "waymark.core.log_lines.Line"}},
    "filters": {"seldom": {"()": "waymark.core.log_lines.Seldom"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["seldom"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "gunicorn.error": {"level": "WARNING", "handlers": ["stderr"], "propagate": False},
        # How many requests wait for a thread is said with each of them, as often as any stranger likes.
        "waitress.queue": {"level": "ERROR"},
    },
}
# A request in hand may finish, but Ctrl-C must not feel stuck.
graceful_timeout = 3
timeout = 120


def on_starting(server: Arbiter) -> None:  # noqa: ARG001 -- gunicorn's signature
    """Stop when the supervisor is killed outright, and when it was before this could be asked for."""
    die_with_parent(int(os.environ.get("WAYMARK_PARENT") or 0))


def when_ready(server: Arbiter) -> None:  # noqa: ARG001 -- gunicorn's signature
    """Tell the supervisor, which listens on standard output, that pages are being served.

    What is loaded by now stays for good. Set aside, it is not searched for garbage again and again, which now and then
    made a page wait for a tenth of a second, and workers go on sharing the memory it takes.
    """
    gc.collect()
    gc.freeze()
    print("ready", flush=True)
