"""Append-only, hash-chained facts; their delivery; request keys; turns of the clock's jobs."""
