"""What the API reads and says: strict JSON into our forms, refusals as JSON, and both described for programs."""
