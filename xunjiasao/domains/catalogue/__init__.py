"""Occupations, service standards, enterprises' offerings, price rules, quotes."""
