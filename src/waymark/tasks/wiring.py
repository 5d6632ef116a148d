"""What this package registers with the packages below it."""

from django.db.models import OuterRef

from waymark.people.extension_points import counted, member_counts
from waymark.records import kinds
from waymark.records.acts import add_record_acts
from waymark.tasks.acts.task import ACTS
from waymark.tasks.models.task import Task
from waymark.tasks.record_kind import KIND, OWED, OWNED, REMINDING
from waymark.work import daily, owed, owned


def wire() -> None:
    """Register the kind, its register, what is owned, owed and reminded of; doing it again changes nothing."""
    kinds.register(KIND)
    add_record_acts(ACTS)
    owned.register(OWNED)
    owed.register(OWED)
    daily.register(REMINDING)
    mine = Task.objects.filter(organisation=OuterRef("organisation"), owner=OuterRef("pk")).open()
    member_counts.setdefault("open_tasks", counted(mine, "owner"))
