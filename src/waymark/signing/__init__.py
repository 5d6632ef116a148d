"""Signing: exact versions of records, put before a member who signs them or asks for changes."""
