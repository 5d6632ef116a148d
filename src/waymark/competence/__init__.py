"""Who answers for what, what that takes, and who has shown it: clauses 5.3, 7.2 and 7.3."""
