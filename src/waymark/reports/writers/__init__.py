"""One module for each file format, and what they share about carrying text."""
