"""Frameworks of requirements, kept as immutable data: what an organisation is measured against."""
