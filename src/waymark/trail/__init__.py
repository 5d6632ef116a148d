"""The write door and the append-only, hash-chained record of every change."""
