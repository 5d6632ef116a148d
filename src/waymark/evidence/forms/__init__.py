"""Forms of this package, one file for each noun: text in, typed values out."""
