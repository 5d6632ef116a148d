"""What background work keeps besides its queue: when each schedule is due next, and which workers are alive."""

from django.db import models


class Schedule(models.Model):
    """When a job that repeats is due next. `job` is its path, such as `waymark.tasks.digest.send_digests`."""

    job = models.CharField(max_length=200, primary_key=True)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        """Name the job and its moment."""
        return f"{self.job} at {self.next_at}"


class Heartbeat(models.Model):
    """The last sign of life of one worker process."""

    worker = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Name the worker and its last sign."""
        return f"{self.worker} at {self.at}"
