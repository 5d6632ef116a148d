"""Organisations, members, rights and sign-in."""
