"""The full-text index of evidence: an FTS5 table on SQLite, a tsvector on PostgreSQL."""

from django.db import migrations

SQLITE = [
    (
        "CREATE VIRTUAL TABLE evidence_search USING fts5("
        "version UNINDEXED, title, notes, text, tokenize = 'porter unicode61 remove_diacritics 2')"
    ),
    (
        "CREATE TRIGGER evidence_search_follows AFTER DELETE ON evidence_evidence FOR EACH ROW "
        "BEGIN DELETE FROM evidence_search WHERE rowid = OLD.id; END"
    ),
]
POSTGRESQL = [
    # No list of common words: what is typed is searched for, as FTS5 does.
    "CREATE TEXT SEARCH DICTIONARY waymark_stem (TEMPLATE = snowball, LANGUAGE = english)",
    "CREATE TEXT SEARCH CONFIGURATION waymark_words (PARSER = default)",
    (
        "ALTER TEXT SEARCH CONFIGURATION waymark_words "
        "ADD MAPPING FOR asciiword, word, numword, uint, int, float, sfloat WITH waymark_stem"
    ),
    (
        "CREATE TABLE evidence_search (evidence_id bigint PRIMARY KEY, version integer NOT NULL, "
        "title text NOT NULL, notes text NOT NULL, text text NOT NULL, words tsvector NOT NULL)"
    ),
    "CREATE INDEX evidence_search_words ON evidence_search USING gin (words)",
    (
        "CREATE FUNCTION evidence_search_follows() RETURNS trigger LANGUAGE plpgsql AS $follows$ "
        "BEGIN DELETE FROM evidence_search WHERE evidence_id = OLD.id; RETURN OLD; END $follows$"
    ),
    (
        "CREATE TRIGGER evidence_search_follows AFTER DELETE ON evidence_evidence "
        "FOR EACH ROW EXECUTE FUNCTION evidence_search_follows()"
    ),
]
SQLITE_DOWN = ["DROP TRIGGER IF EXISTS evidence_search_follows", "DROP TABLE IF EXISTS evidence_search"]
POSTGRESQL_DOWN = [
    "DROP TRIGGER IF EXISTS evidence_search_follows ON evidence_evidence",
    "DROP FUNCTION IF EXISTS evidence_search_follows()",
    "DROP TABLE IF EXISTS evidence_search",
    "DROP TEXT SEARCH CONFIGURATION IF EXISTS waymark_words",
    "DROP TEXT SEARCH DICTIONARY IF EXISTS waymark_stem",
]


def forwards(apps, schema_editor):
    """Make the index of this database."""
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    """Remove it; it can be worked out again."""
    for statement in SQLITE_DOWN if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_DOWN:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """What search asks; see waymark.evidence.search."""

    dependencies = [("evidence", "0002_captures_stay")]
    operations = [migrations.RunPython(forwards, backwards)]
