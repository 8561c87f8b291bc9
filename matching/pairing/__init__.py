"""Seats a job fair: who gets a seat at which vacancy, so that nobody envies, or so that most are placed.

`fair.Fair` is what is known, `solve` makes a `seating.Seating`, `check` judges it without trusting the
solver, `compare` puts two side by side and `explain` tells a seeker why. Numba is imported by the first
call of `solve`.
"""
