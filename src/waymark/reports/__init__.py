"""Everything that leaves Waymark as a file."""
