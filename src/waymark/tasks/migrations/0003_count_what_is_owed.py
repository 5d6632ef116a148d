"""The index of what members owe knows the dates too, so that counting what is late reads no rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One index in place of another."""

    dependencies = [
        ("tasks", "0002_name_what_to_close_first"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="task",
            name="tasks_task_owner",
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["organisation", "owner", "state", "due_on"], name="tasks_task_owed"),
        ),
    ]
