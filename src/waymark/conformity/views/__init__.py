"""Pages of the gap assessment and of the requirements."""
