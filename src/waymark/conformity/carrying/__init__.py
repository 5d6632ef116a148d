"""Carrying an organisation over to the next edition of its framework."""
