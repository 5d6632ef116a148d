"""The context of an organisation for programs, one file for each noun."""
