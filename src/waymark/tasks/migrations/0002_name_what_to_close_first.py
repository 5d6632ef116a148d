"""The first priority is called by what is to be done about it; the number stays."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Words only: no table changes."""

    dependencies = [("tasks", "0001_initial")]
    operations = [
        migrations.AlterField(
            model_name="task",
            name="priority",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "Close first"), (2, "High"), (3, "Medium"), (4, "Low")],
                default=3,
                verbose_name="priority",
            ),
        ),
    ]
