"""Views about work."""
