"""The database knows how its tables are, and is made to look again."""

import pytest
from django.db import connection

from waymark.core.jobs import scheduled
from waymark.core.upkeep import keep_statistics, refresh_statistics
from waymark.people.models.organisation import Organisation


@pytest.mark.django_db
def test_knows_its_tables_after_looking(organisation: Organisation) -> None:
    asked = {
        "sqlite": "SELECT count(*) FROM sqlite_stat1 WHERE tbl = %s",
        "postgresql": "SELECT count(*) FROM pg_stats WHERE tablename = %s",
    }
    refresh_statistics()
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor], [type(organisation)._meta.db_table])
        assert cursor.fetchone()[0] > 0


def test_looks_again_by_itself() -> None:
    assert keep_statistics in scheduled()
