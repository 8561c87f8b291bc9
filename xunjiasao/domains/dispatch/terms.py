"""Words and weights of dispatch."""

MOST_DAYS = 14
"""One look at slots spans at most this many days."""

MOST_CANDIDATES = 20
MOST_ALTERNATIVES = 6
CONSIDERED = 200
"""How many able and free workers are scored for one visit: those who live nearest, then those with the least work."""

SHOWN_AT_DESK = 500
"""How many of its people an enterprise sees for an order; of the others, one that has more sees only who can come."""

NEAR_POINTS, NEAR_METRES_A_POINT = 300, 50
KNOWN_POINTS, KNOWN_MOST = 60, 4
STAR_POINTS = 40
FAIR_POINTS = 25
HIGHER_LEVEL_POINTS = 10
"""Score: up to 300 for being near (a point less each 50 m), 60 for each earlier visit to this family
(up to four), 40 for each star, 25 less for each visit she already has that week, 10 for each level
above the promised one."""
