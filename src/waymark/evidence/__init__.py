"""What shows that something is so: evidence, its captures and files, verification, requests, search."""
