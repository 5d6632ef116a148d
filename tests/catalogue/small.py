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
