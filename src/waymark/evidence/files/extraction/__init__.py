"""The text of a file, read in a process of its own within limits of time and memory.

`reading` is the parent's side. Everything else runs in the child and imports no Django.
"""
