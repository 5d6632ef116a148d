"""The smallest folder that holds a sound edition, for tests to break in one place."""

from pathlib import Path

EDITION = """\
id: "small-1"
title: "Small"
edition: "first"
language: no
licence_note: "Ours."
files: {clauses: clauses.yaml}
headings:
  - {id: "4.1", group: "4", title: "Heading"}
"""
CLAUSES = """\
meta: {entry_count: 2, point_count: 3}
roles: {boss: "The boss"}
groups:
  - {id: 4, title: "Group"}
clauses:
  - id: 4.1.1
    group: 4
    title: "First"
    summary: "Do it."
    points:
      - {id: 4.1.1-1, text: "It is done."}
      - {id: 4.1.1-2, text: "It is kept."}
    typical_evidence: ["Paper"]
    typical_owner_role: boss
    feeds: [4.10]
  - id: 4.10
    group: 4
    title: "Tenth"
    summary: "Do that."
    points:
      - {id: 4.10-1, text: "That is done."}
    typical_owner_role: boss
"""


def folder(path: Path, **files: str) -> Path:
    """Write the small edition; `clauses=…`, `edition=…` replace a file, other names add one."""
    contents = {"edition": EDITION, "clauses": CLAUSES, **files}
    path.mkdir(exist_ok=True)
    for name, content in contents.items():
        (path / f"{name}.yaml").write_text(content, encoding="utf-8")
    return path


SECOND = """\
id: "small-2"
replaces: "small-1"
title: "Small"
edition: "second"
language: no
licence_note: "Ours."
files: {clauses: clauses.yaml, changes: changes.yaml}
headings:
  - {id: "4.1", group: "4", title: "Heading"}
"""
SECOND_CLAUSES = """\
meta: {entry_count: 2, point_count: 5, point_count_by_basis: {clause: 4, guidance: 1}, retired_ids: [4.1.1-2]}
roles: {boss: "The boss"}
groups:
  - {id: 4, title: "Group"}
clauses:
  - id: 4.1.1
    group: 4
    title: "First"
    summary: "Do it."
    points:
      - {id: 4.1.1-1, text: "It is done by somebody."}
      - {id: 4.1.1-3, text: "It is kept on paper."}
      - {id: 4.1.1-4, text: "It is kept for long."}
      - {id: 4.1.1-5, basis: guidance, text: "It is kept dry."}
    good_practice: ["Keep it in a drawer."]
    typical_evidence: ["Paper"]
    typical_owner_role: boss
    feeds: [4.10]
  - id: 4.10
    group: 4
    title: "Tenth"
    summary: "Do that."
    points:
      - {id: 4.10-1, text: "That is done."}
    typical_owner_role: boss
"""
CHANGES = """\
edition: 2
meta:
  counts:
    clauses: {edition_1: {clause: 3}, edition_2: {clause: 4, guidance: 1}}
    rows: 5
    rows_by_kind: {reworded: 1, retired: 1, split: 2, new: 1}
    rows_by_carry: {"yes": 1, "yes_review": 3, "no": 1}
  retired_ids: [4.1.1-2]
changes:
  - {id: 4.1.1-1, kind: reworded, from: [4.1.1-1], to: [4.1.1-1], carry: "yes", why: "In other words."}
  - {id: 4.1.1-2, kind: retired, from: [4.1.1-2], to: [4.1.1-3, 4.1.1-4], carry: "yes_review", why: "It said two."}
  - {id: 4.1.1-3, kind: split, from: [4.1.1-2], to: [4.1.1-3], carry: "yes_review", why: "First of two."}
  - {id: 4.1.1-4, kind: split, from: [4.1.1-2], to: [4.1.1-4], carry: "yes_review", why: "Second of two."}
  - {id: 4.1.1-5, kind: new, from: [], to: [4.1.1-5], carry: "no", why: "It was not said before."}
other_changes:
  - {id: 4.1.1, field: good_practice, why: "It is new."}
good_practice_added: {clauses: [4.1.1]}
"""


def second_folder(path: Path, **files: str) -> Path:
    """Write the edition that replaces the small one; parts as for `folder`."""
    return folder(path, **{"edition": SECOND, "clauses": SECOND_CLAUSES, "changes": CHANGES, **files})
