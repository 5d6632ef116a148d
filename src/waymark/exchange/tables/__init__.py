"""Spreadsheets from elsewhere, read in a separate process within fixed budgets."""
