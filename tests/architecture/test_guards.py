"""What must stay, stays: the database refuses to update, delete, replace or empty it, whoever asks.

Every table that a migration guards against DELETE is tried here, so a table to come is too. Its rows are those of an
organisation with one of everything.
"""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from tests.architecture.filled import Filled
from tests.architecture.filled import filled as build_filled
from tests.ground import Once, once_per_module
from waymark.catalogue.events import CatalogueEvent
from waymark.catalogue.models.framework import Framework, Translation
from waymark.trail.actors import CONSOLE
from waymark.trail.guards import Guard, Replacement

pytestmark = pytest.mark.django_db


def _with_translation() -> Filled:
    framework = Framework.objects.newest().get(is_shipped=True)
    row = Translation(framework=framework, language="lt", number=1, digest="0" * 64, texts={"4.1": "Apie"})
    row.commit(CatalogueEvent.TRANSLATION_ADDED, by=CONSOLE)
    return build_filled()


filled_once = once_per_module(_with_translation)
OURS = [one.name for one in apps.get_app_configs() if one.name.startswith("waymark.")]
SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no REPLACE")
POSTGRESQL = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has neither")


@pytest.fixture(autouse=True)
def _filled(filled_once: Once[Filled]) -> None:
    """Stand on an organisation with one of everything."""


def declared(name: str) -> Iterator[Any]:
    for package in OURS:
        modules = [one.name for one in iter_modules(import_module(package).__path__)]
        if "migrations" in modules:
            migrations = import_module(f"{package}.migrations")
            for module in iter_modules(migrations.__path__):
                yield from getattr(import_module(f"{migrations.__name__}.{module.name}"), name, ())


GUARDS: list[Guard] = list(declared("GUARDS"))
STAY = sorted({one.table for one in GUARDS if one.act == "DELETE"})
NEVER_CHANGE = sorted({one.table for one in GUARDS if one.act == "UPDATE" and not one.unless})


def ask(statement: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def refused(statement: str, *values: Any) -> None:
    """Try a statement, and see it refused by a guard and by nothing else."""
    messages = {one.message for one in [*GUARDS, *declared("REPLACEMENTS")]} | {"This table is append-only"}
    with pytest.raises(DatabaseError) as found, transaction.atomic():
        ask(statement, *values)
    assert any(one in str(found.value) for one in messages), found.value


def columns_of(table: str) -> dict[str, str]:
    """Return the columns of a table with their types, in their order."""
    with connection.cursor() as cursor:
        return {one.name: one.type_code for one in connection.introspection.get_table_description(cursor, table)}


def row_of(table: str) -> dict[str, Any]:
    """Return a row that no demo's chain lets go."""
    real = "organisation_id IS NOT NULL" if "organisation_id" in columns_of(table) else "1 = 1"
    rows = ask(f"SELECT * FROM {table} WHERE {real} ORDER BY 1 DESC LIMIT 1")  # noqa: S608 -- our own names
    assert rows, f"the organisation with one of everything has no row in {table}"
    return dict(zip(columns_of(table), rows[0], strict=True))


def keys_of(table: str) -> dict[str, list[str]]:
    """Return each way in which two rows of a table are the same, with the columns that say so."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table)
    keys = {name: list(one["columns"]) for name, one in found.items() if one["unique"] or one["primary_key"]}
    # What an index is made of beside columns, Django does not read; here it is always the reference in small letters.
    whole = {name: len(ask(f"PRAGMA index_info({name})")) for name in keys} if connection.vendor == "sqlite" else {}
    for name, columns in keys.items():
        named = [one for one in columns if one]
        keys[name] = named + ["ref"] * (max(whole.get(name, 0), len(columns)) > len(named))
    return keys


def another(value: Any, number: int = 1) -> Any:
    return value + 10_000 * number if isinstance(value, int) else f"{str(value)[:40]}{number}"


def apart(row: dict[str, Any], keys: dict[str, list[str]], *, but: str, number: int = 1) -> dict[str, Any]:
    """Return the row as another one that is the same by one key, and by no other."""
    shared = set(keys[but]) if but else set()
    ours = {column for name, columns in keys.items() if name != but for column in columns}
    changed = {column: another(row[column], number) for column in ours - shared if row[column] is not None}
    return row | changed


def insert(table: str, row: dict[str, Any], how: str = "INSERT") -> tuple[str, list[Any]]:
    names = ", ".join(f'"{name}"' for name in row)
    return f"{how} INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(row))})", list(row.values())


def test_the_database_has_every_guard_that_a_migration_puts_up() -> None:
    """SQLite forgets the guards of a table that a later migration makes again."""
    names = "name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        names = "tgname FROM pg_trigger WHERE NOT tgisinternal"
    there = {name for (name,) in ask(f"SELECT {names}")}
    wanted = {one.name for one in GUARDS}
    if connection.vendor == "sqlite":
        wanted |= {f"{one.table}_no_{word}" for one in declared("REPLACEMENTS") for word in ("replace", "displace")}
    else:
        wanted |= {f"{table}_no_truncate" for table in STAY}
    assert wanted - there == set()
    assert len(STAY) > 10
    assert set(NEVER_CHANGE) <= set(STAY)


def test_each_table_whose_rows_stay_says_what_its_rows_are_the_same_by() -> None:
    replacements: list[Replacement] = list(declared("REPLACEMENTS"))
    assert sorted(one.table for one in replacements) == STAY


@pytest.mark.parametrize("table", STAY)
def test_refuses_to_delete(table: str) -> None:
    row_of(table)
    refused(f"DELETE FROM {table}")  # noqa: S608 -- our own names


@pytest.mark.parametrize("table", NEVER_CHANGE)
def test_refuses_to_update(table: str) -> None:
    for column in row_of(table):
        refused(f'UPDATE {table} SET "{column}" = "{column}"')  # noqa: S608 -- our own names


@SQLITE
@pytest.mark.parametrize("table", STAY)
@pytest.mark.parametrize("how", ["INSERT OR REPLACE", "REPLACE"])
def test_refuses_to_replace(table: str, how: str) -> None:
    row, keys = row_of(table), keys_of(table)
    for key in keys:
        statement, values = insert(table, apart(row, keys, but=key), how)
        refused(statement, *values)
    statement, values = insert(table, row, how)
    refused(statement, *values)


@SQLITE
@pytest.mark.parametrize("table", sorted(set(STAY) - set(NEVER_CHANGE)))
def test_refuses_to_put_one_row_in_the_place_of_another_by_an_update(table: str) -> None:
    row, keys = row_of(table), keys_of(table)
    primary = next(iter(row))
    with transaction.atomic():
        other = apart(row, keys, but="")
        statement, values = insert(table, other)
        ask(statement, *values)
        for columns in keys.values():
            given = ", ".join(f'"{one}" = %s' for one in columns)
            values = [*(row[one] for one in columns), other[primary]]
            refused(f'UPDATE OR REPLACE {table} SET {given} WHERE "{primary}" = %s', *values)  # noqa: S608 -- our own names
        refused(f'UPDATE OR REPLACE {table} SET rowid = %s WHERE "{primary}" = %s', row[primary], other[primary])  # noqa: S608 -- our own names
        transaction.set_rollback(True)


@pytest.mark.parametrize("table", NEVER_CHANGE)
def test_refuses_to_update_what_an_insert_meets(table: str) -> None:
    row, keys = row_of(table), keys_of(table)
    primary = next(iter(row))
    for key, columns in keys.items():
        statement, values = insert(table, apart(row, keys, but=key))
        met = ", ".join('(LOWER("ref"))' if one == "ref" else f'"{one}"' for one in columns)
        refused(f'{statement} ON CONFLICT ({met}) DO UPDATE SET "{primary}" = EXCLUDED."{primary}"', *values)


@POSTGRESQL
@pytest.mark.parametrize("table", STAY)
def test_refuses_to_empty(table: str) -> None:
    ask("SET CONSTRAINTS ALL IMMEDIATE")
    refused(f"TRUNCATE {table} CASCADE")
