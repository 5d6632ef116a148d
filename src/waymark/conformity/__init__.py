"""Gap assessment: the standing of each requirement and the dated rounds that measure it."""
