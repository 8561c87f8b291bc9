"""The operators' desk: every table, read-only; its buttons call actions."""
