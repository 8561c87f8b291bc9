"""Meets supply with demand: `routing` plans days, `ranking` finds who can come now, `pairing` seats a fair.

Knows neither Django nor the house around it. Numba is imported where something is solved, never by
`import matching`.
"""
