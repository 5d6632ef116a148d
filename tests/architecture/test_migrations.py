"""What the models say, the migrations say too, package by package."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

OURS = sorted(one.label for one in apps.get_app_configs() if one.name.startswith("waymark."))


@pytest.mark.django_db
@pytest.mark.parametrize("label", OURS)
def test_has_a_migration_for_every_change_of_a_model(label: str) -> None:
    written = StringIO()
    try:
        call_command("makemigrations", label, check_changes=True, dry_run=True, stdout=written)
    except SystemExit:
        pytest.fail(f"the migrations of {label} lag behind its models:\n{written.getvalue()}")
