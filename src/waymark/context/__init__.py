"""Clause 4 and what it rests on: what an organisation depends on and who supplies it."""
