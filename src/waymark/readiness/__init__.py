"""The path: steps, gates and the next best action."""
