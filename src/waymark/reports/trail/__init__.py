"""The trail as people read it: the page, one entry, the export, checkpoints."""
