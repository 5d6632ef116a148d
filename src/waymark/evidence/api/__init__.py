"""Evidence for programs: each operation has the form, the act and the right of the page it mirrors."""
