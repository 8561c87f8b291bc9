"""The public site: what this is, what it costs, who provides it, where the stations are."""
