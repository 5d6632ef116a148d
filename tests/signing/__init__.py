"""The signing ceremony."""
