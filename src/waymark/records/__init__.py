"""What every kind of record has in common: its number, how it is named and found, its register, its life cycle."""
