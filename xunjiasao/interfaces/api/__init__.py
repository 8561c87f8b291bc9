"""The API under /api/v1: one file per domain, each exposing `routes`."""
