"""The hubs of the menu: one page for each step of the path, from which entries are pinned."""
