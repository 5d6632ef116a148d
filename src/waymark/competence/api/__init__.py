"""Roles, competence and awareness for programs, one file for each noun."""
