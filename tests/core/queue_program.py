"""Queues jobs of worker processes, and reports what became of them; started once for a test, as Django takes its time.

Reads a line of JSON for each question, `["queue", NAME, KEY, …]` or `["report"]`, and answers each with a line of JSON.
"""

import json
import sys

import django

django.setup()

from django_tasks_db.models import DBTaskResult  # noqa: E402 -- models exist only once Django is set up

from tests.core import numbered_jobs  # noqa: E402 -- as above
from waymark.core.backlog import backlog  # noqa: E402 -- as above

for line in sys.stdin:
    match json.loads(line):
        case ["queue", name, *keys]:
            for key in keys:
                getattr(numbered_jobs, name).enqueue(key)
            print(json.dumps(None), flush=True)  # noqa: T201 -- the answer
        case ["report"]:
            rows = DBTaskResult.objects.order_by("enqueued_at").values_list("task_path", "status", "worker_ids")
            listed = [[path.rpartition(".")[2], status, len(workers)] for path, status, workers in rows]
            print(json.dumps({"rows": listed, "attended": backlog().is_attended}), flush=True)  # noqa: T201 -- as above
