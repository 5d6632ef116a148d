"""A capture by the console names who brought it, and a check what the checker owned of it."""

from django.db import migrations

from waymark.core.fields import LineField


class Migration(migrations.Migration):
    """Columns that may be empty: no table is made anew, so its guards stay."""

    dependencies = [("evidence", "0005_held_and_gaps")]
    operations = [
        migrations.AddField(
            model_name="capture",
            name="brought_by",
            field=LineField(blank=True, max_length=200, null=True, verbose_name="collected by, in words"),
        ),
        migrations.AddField(
            model_name="verification",
            name="interests",
            field=LineField(blank=True, editable=False, max_length=500, null=True, verbose_name="owned by the checker"),
        ),
    ]
