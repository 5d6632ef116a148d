"""Pages of PDF files as pictures: drawn by a process of its own, so that nothing of the file reaches a browser."""
