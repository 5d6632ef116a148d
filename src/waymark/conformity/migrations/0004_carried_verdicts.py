"""A verdict says that it came over from the edition before, and whether it waits to be looked at again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column that may be empty: no table is made anew, so its guards stay."""

    dependencies = [("conformity", "0003_refuse_replacing"), ("catalogue", "0004_name_the_edition_before")]
    operations = [
        migrations.AddField(
            model_name="judgement",
            name="carried",
            field=models.PositiveSmallIntegerField(
                blank=True, choices=[(1, "Carried over"), (2, "Carried over, look again")], null=True
            ),
        ),
    ]
