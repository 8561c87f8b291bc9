"""Words of the journal."""

GENESIS = "0" * 64
"""What the first entry of a stream stands after."""

MOST_TRIES = 8
FIRST_WAIT_S = 5
"""A failed delivery is tried again after 5 s, 10 s, 20 s … and given up after the eighth try."""
