"""Divisions under every code they ever had, residents' addresses, distances, holidays."""
