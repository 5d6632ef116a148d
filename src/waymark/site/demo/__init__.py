"""The demo organisations: invented, marked, and removable in one act."""
