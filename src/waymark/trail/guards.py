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
