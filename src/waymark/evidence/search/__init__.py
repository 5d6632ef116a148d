"""Full-text search over evidence: one interface, behind it SQLite's FTS5 or PostgreSQL's own search."""
