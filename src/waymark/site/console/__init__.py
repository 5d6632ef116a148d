"""The console: one group of commands per noun."""
