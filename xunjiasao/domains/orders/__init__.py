"""One order is one visit: its life, its evidence, its review."""
