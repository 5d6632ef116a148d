"""Pages of this package, one file for each noun."""
