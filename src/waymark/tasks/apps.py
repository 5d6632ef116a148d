"""Work and notices."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Registers tasks and notices."""

    name = "waymark.tasks"
    label = "tasks"

    def ready(self) -> None:
        """Let others point at tasks, owe them and hand them over; and let workers know the daily round."""
        from waymark.people import leaving, records, seams  # noqa: PLC0415 -- models exist only once the apps are ready
        from waymark.tasks.counts import open_tasks, unread_notices  # noqa: PLC0415 -- as above
        from waymark.tasks.holding import OPEN_TASKS  # noqa: PLC0415 -- as above
        from waymark.tasks.lines import RECORD_KIND, tasks_owed  # noqa: PLC0415 -- as above
        from waymark.tasks.morning import reminders, tasks_due  # noqa: PLC0415 -- as above
        from waymark.tasks.owing import sources  # noqa: PLC0415 -- as above

        seams.member_counts |= {"open_tasks": open_tasks(), "unread_notices": unread_notices()}
        records.register(RECORD_KIND)
        leaving.register(OPEN_TASKS)
        if tasks_owed not in sources:
            sources.append(tasks_owed)
        if tasks_due not in reminders:
            reminders.append(tasks_due)
