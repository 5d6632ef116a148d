"""What an inventory of AI systems may say: lists of choices, triggers and fields, as package data."""
