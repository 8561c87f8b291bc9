"""Words that every room shares. Knows nobody."""
