"""The law that AI systems are classified by, as versioned package data."""
