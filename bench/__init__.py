"""Measured work, with the sizes and ratios it must hold."""
