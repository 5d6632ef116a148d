"""Pages about what members owe, own and are told."""
