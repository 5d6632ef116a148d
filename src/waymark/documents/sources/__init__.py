"""Where marks are filled from: one function for each source of the package data whose register exists."""
