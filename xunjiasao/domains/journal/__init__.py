"""Append-only, hash-chained facts; their delivery; request keys."""
