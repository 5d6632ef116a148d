"""Waymark walks an organisation along the ISO/IEC 42001 certification path."""
