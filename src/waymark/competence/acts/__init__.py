"""What can be done with the records of this package, one file for each noun."""
