"""Forms about the context of an organisation, one file for each noun."""
