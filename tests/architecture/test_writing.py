"""Nothing reaches the database but through the write door; each exception stands here with its reason."""

import ast
from collections.abc import Iterator

from tests.architecture.house import functions, modules

_ALWAYS = frozenset(
    {"save", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "create_user"}
    | {"asave", "acreate", "adelete", "abulk_create", "aupdate", "aget_or_create", "aupdate_or_create"}
    | {"cursor", "executescript", "raw", "save_base", "_raw_delete"}
)
ALLOWED = {
    "trail/door.py insert_unrecorded": "the door itself: reference data nobody owns, recorded by the caller's one row",
    "trail/door.py _write": "the door itself: new records",
    "trail/door.py _update": "the door itself: changed columns of the version that was read",
    "trail/chain.py begin": "the chain's head, which is no governed record",
    "trail/chain.py append": "the entries and the head",
    "trail/removal.py _delete": "a demo organisation, whole; the database refuses every other",
    "core/schedules.py _begin": "machinery: the calendar of background work, no governed record",
    "core/schedules.py _queue": "as above",
    "core/worker.py _settle": "machinery: the queue of background work, no governed record",
    "core/worker.py keep_up": "machinery: a worker's sign of life",
    "core/worker.py run": "as above",
    "core/file_cache.py set": "counts of guesses, in a file of their own",
    "core/file_cache.py delete": "as above",
    "core/storage.py _without_waiting": "sets for how long a connection waits; nothing is written",
    "site/console/doctor.py _soundness": "reads the database through, and makes a table that is taken back at once",
    "core/backlog.py _change_failed": "machinery: the queue of background work",
    "core/backlog.py dismiss": "as above",
    "core/backlog.py tidy": "as above",
    "core/upkeep.py refresh_statistics": "what the database knows of its own tables, no record",
    "work/notify.py notify_all": "lines in inboxes: they point at what is recorded elsewhere",
    "work/notify.py read": "whether somebody has looked into their inbox is nobody's record",
    "work/daily.py digest_to": "machinery: keeps a mail from going out twice",
    "work/owed.py _read": "asks, in one text of SQL, for what all sources say is owed; nothing is written",
    "people/models/organisation.py next_numbers": "a counter: a number taken is told by the record that bears it",
    "records/written_questions.py answers": "asks, in one text of SQL, how many of each there are; nothing is written",
    "people/models/token.py note_use": "when a token was last used: an entry for each call would bury the trail",
    "evidence/reading.py read_text": "the text of a file and the attempts to read it, which can be worked out again",
    "evidence/reading.py _settle": "the same",
    "evidence/search/index.py _rows": "the index of the search, which is worked out from recorded rows: asked",
    "evidence/search/index.py _run": "the same index: written",
    "readiness/keeping.py keep": "figures of organisations, which are worked out from recorded rows",
    "conformity/keeping.py keep": "sums of what lies behind points, which are worked out from recorded rows",
    "conformity/keeping.py keep_all": "the same, all of them",
    "reports/trail/checking.py compare_with_chain": "a lock in the cache: one comparison at a time for an organisation",
    "reports/writers/docx.py write": "writes a document into memory, not a row",
}


def writes(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Return (function, act) for every call that writes, or could write, a row."""
    for function in functions(tree):
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                name = node.func.attr
                # A dictionary or a hash is updated with an argument, a row only with names.
                if name in _ALWAYS or (name == "update" and not node.args and node.keywords):
                    yield function.name, name


def test_writes_only_through_the_door() -> None:
    found = {f"{one.name} {function}" for one in modules() for function, _act in writes(one.tree)}
    assert found - set(ALLOWED) == set()


def test_keeps_no_exception_that_nothing_needs() -> None:
    found = {f"{one.name} {function}" for one in modules() for function, _act in writes(one.tree)}
    assert set(ALLOWED) - found == set()


def locks(tree: ast.AST) -> Iterator[str]:
    """Return every function that locks rows."""
    for function in functions(tree):
        for node in ast.walk(function):
            if isinstance(node, ast.Attribute) and node.attr == "select_for_update":
                yield function.name


def test_locks_nothing_but_the_head_of_a_chain() -> None:
    """Who holds a row and waits for the head would stop everybody who holds the head and comes to that row."""
    found = {f"{one.name} {function}" for one in modules() for function in locks(one.tree)}
    assert found == {"trail/chain.py begin", "trail/chain.py locked_head"}
    assert list(locks(ast.parse("def take():\n    Risk.objects.select_for_update().get()\n"))) == ["take"]


def test_sees_every_way_of_writing() -> None:
    bad = """
def view(request):
    Risk.objects.create(name="x")
    risk.save()
    rows.update(state="open")
    rows.filter(pk=1).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM risk")
    known.update({"a": 1})
    digest.update(chunk)
"""
    acts = sorted(act for _function, act in writes(ast.parse(bad)))
    assert acts == ["create", "cursor", "delete", "save", "update"]
