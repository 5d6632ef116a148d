"""A Word document taken over as text in Markdown, with a list of what could not come along."""
