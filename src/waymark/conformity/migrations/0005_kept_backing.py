"""What lies behind points is kept added up, and a closed round keeps it apart from owners and dates."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns that may be empty, and a table of sums: no table is made anew, so the guards stay."""

    dependencies = [
        ("catalogue", "0004_name_the_edition_before"),
        ("conformity", "0004_carried_verdicts"),
        ("people", "0002_accesslink_issuer"),
    ]

    operations = [
        migrations.AddField(
            model_name="gapassessment",
            name="backing",
            field=models.JSONField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="gapassessment",
            name="evidence",
            field=models.JSONField(blank=True, editable=False, null=True),
        ),
        migrations.CreateModel(
            name="KeptBacking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pieces", models.PositiveIntegerField()),
                ("described", models.PositiveIntegerField()),
                ("unverified", models.PositiveIntegerField()),
                ("held_since", models.DateField(null=True)),
                ("newest_on", models.DateField(null=True)),
                ("good_until", models.DateField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.point"
                    ),
                ),
                (
                    "requirement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.requirement"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "point"), name="conformity_backing_of_point"),
                    models.UniqueConstraint(
                        condition=models.Q(("point", None)),
                        fields=("organisation", "requirement"),
                        name="conformity_backing_of_whole",
                    ),
                ],
            },
        ),
    ]
