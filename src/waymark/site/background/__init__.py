"""The page about background work, for those who run the installation."""
