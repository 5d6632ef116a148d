"""Prepares the database of worker processes, queues jobs in it, and tells what became of them.

Arguments: `prepare`, `queue NAME KEY…`, or `report`.
"""

import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402 -- models exist only once Django is set up
from django_tasks_db.models import DBTaskResult  # noqa: E402 -- as above

from tests.core import numbered_jobs  # noqa: E402 -- as above
from waymark.core.backlog import backlog  # noqa: E402 -- as above

match sys.argv[1:]:
    case ["prepare"]:
        call_command("migrate", verbosity=0)
    case ["queue", name, *keys]:
        for key in keys:
            getattr(numbered_jobs, name).enqueue(int(key))
    case ["report"]:
        rows = DBTaskResult.objects.order_by("enqueued_at").values_list("task_path", "status", "worker_ids")
        listed = [[path.rpartition(".")[2], status, len(workers)] for path, status, workers in rows]
        sys.stdout.write(json.dumps({"rows": listed, "attended": backlog().is_attended}))
