"""The context of an organisation for programs: each operation has the form, the act and the right of its page."""
