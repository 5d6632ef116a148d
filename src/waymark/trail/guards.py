"""Database triggers, for both databases, that refuse to rewrite what must stay; used by migrations."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guard:
    """One refusal: `act` is UPDATE, DELETE or INSERT on `table`; `unless` is SQL that lets a row pass.

    In `unless`, `OLD` and `NEW` name the row, as in both databases.
    """

    name: str
    table: str
    act: str
    message: str
    unless: str = ""


def create_guard(guard: Guard, vendor: str) -> list[str]:
    """Return the statements that put a guard up on `sqlite` or `postgresql`."""
    if vendor == "sqlite":
        when = f"WHEN NOT ({guard.unless}) " if guard.unless else ""
        head = f"CREATE TRIGGER {guard.name} BEFORE {guard.act} ON {guard.table} FOR EACH ROW {when}"
        return [f"{head}BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"]
    refuse = f"RAISE EXCEPTION '{guard.message}' USING ERRCODE = 'integrity_constraint_violation';"
    body = f"IF NOT ({guard.unless}) THEN {refuse} END IF;" if guard.unless else refuse
    passed = "OLD" if guard.act == "DELETE" else "NEW"
    function = f"CREATE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS"
    trigger = f"CREATE TRIGGER {guard.name} BEFORE {guard.act} ON {guard.table}"
    return [
        f"{function} $guard$ BEGIN {body} RETURN {passed}; END $guard$",
        f"{trigger} FOR EACH ROW EXECUTE FUNCTION {guard.name}()",
    ]


def drop_guard(guard: Guard, vendor: str) -> list[str]:
    """Return the statements that take a guard down again."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER {guard.name}"]
    return [f"DROP TRIGGER {guard.name} ON {guard.table}", f"DROP FUNCTION {guard.name}()"]


@dataclass(frozen=True, slots=True)
class Replacement:
    """The refusal of a row in the place of another one, on a table whose rows stay.

    SQLite deletes what stands in the way of INSERT OR REPLACE, and of UPDATE OR REPLACE, without asking the guard
    against DELETE. `keys` name each way in which two rows can be the same, as `same` writes it; `primary` is the column
    of the primary key. PostgreSQL has no such statement: its ON CONFLICT DO UPDATE and MERGE meet the other guards.
    """

    table: str
    message: str
    keys: tuple[str, ...] = ()
    primary: str = "id"


def same(*columns: str, expressions: tuple[str, ...] = (), where: str = "") -> str:
    """Return SQL that is true of two rows that one unique index takes for the same: `stored` and `NEW`.

    `expressions` are what an index is made of beside columns, and `where` is its condition; in both `{row}` stands
    for the row.
    """
    parts = [f"stored.{one} = NEW.{one}" for one in columns]
    parts += [f"{one.format(row='stored')} = {one.format(row='NEW')}" for one in expressions]
    parts += [where.format(row=row) for row in ("stored", "NEW") if where]
    return " AND ".join(parts)


def refuse_replacing(replacement: Replacement, vendor: str) -> list[str]:
    """Return the statements that refuse to put a row in the place of another; PostgreSQL needs none."""
    if vendor != "sqlite":
        return []
    table, primary = replacement.table, replacement.primary
    rows = f"EXISTS (SELECT 1 FROM {table} AS stored WHERE "  # noqa: S608 -- names from our migrations
    taken = [f"{rows}{key})" for key in (same(primary), *replacement.keys)]
    others = [one.replace("WHERE ", f"WHERE stored.{primary} <> OLD.{primary} AND ") for one in taken]
    # Every UPDATE, not those OF some columns: a key has more names than one (rowid, oid) where it is a whole number.
    return [
        f"CREATE TRIGGER {table}_no_{word} BEFORE {act} ON {table} FOR EACH ROW WHEN {' OR '.join(found)} "
        f"BEGIN SELECT RAISE(ABORT, '{replacement.message}'); END"
        for word, act, found in (("replace", "INSERT", taken), ("displace", "UPDATE", others))
    ]


def allow_replacing(replacement: Replacement, vendor: str) -> list[str]:
    """Return the statements that undo `refuse_replacing`."""
    if vendor != "sqlite":
        return []
    return [f"DROP TRIGGER {replacement.table}_no_{word}" for word in ("replace", "displace")]


def refuse_truncation(table: str, vendor: str) -> list[str]:
    """Return the statements that refuse TRUNCATE; SQLite has none to refuse."""
    if vendor == "sqlite":
        return []
    name = f"{table}_no_truncate"
    function = f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
    return [
        f"{function} $guard$ BEGIN RAISE EXCEPTION 'This table is append-only'; END $guard$",
        f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
    ]


def allow_truncation(table: str, vendor: str) -> list[str]:
    """Return the statements that undo `refuse_truncation`."""
    if vendor == "sqlite":
        return []
    name = f"{table}_no_truncate"
    return [f"DROP TRIGGER {name} ON {table}", f"DROP FUNCTION {name}()"]
