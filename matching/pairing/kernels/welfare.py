"""The most welfare: an auction for prices, then shortest paths until they are exactly right.

Prices certify the result: each seat goes to whom it is worth most there, no seeker finds a seat that leaves
her more (score less price), and a vacancy that isn't full costs nothing.

Source: D. P. Bertsekas and D. A. Castañon, "The Auction Algorithm for the Transportation Problem", Annals of
Operations Research 20 (1989), for the auction with falling rises; R. Jonker and A. Volgenant, "A Shortest
Augmenting Path Algorithm for Dense and Sparse Linear Assignment Problems", Computing 38 (1987), for paths
after an auction.
"""

import numpy as np
from numba import njit

from matching.pairing.kernels import market as markets
from matching.pairing.kernels.auction import bid
from matching.pairing.kernels.backward import settle
from matching.pairing.kernels.forward import seat_one
from matching.pairing.kernels.market import FAR, Market
from matching.pairing.kernels.pairs import Ints, Pairs, Whole

RISES = (8, 32, 128)
"""Bids rise by these parts of the scores' span, one auction after another."""
FALL = 3
"""By so many rises all prices fall before the next auction: too high a price costs a search for each free seat,
too low a price more bids. Measured on sixteen kinds of fairs, as was the rest of this."""
BIDS_MAX = 16
"""per seeker and auction"""


def most(pairs: Pairs, scores: Ints, everybody: bool) -> Ints:
    """Find the most welfare of all seatings, or of those that place as many as can be.

    :param scores: shape (edges,)
    :param everybody: whether placing as many as can be comes first
    :return: shape (seekers,), each one's edge or -1
    """
    market, _floor = sold(pairs, scores, everybody)
    return market.seekers["mate"]


def sold(
    pairs: Pairs,
    scores: Ints,
    everybody: bool,
    rises: tuple[int, ...] = RISES,
    fall: int = FALL,
    bids_max: int = BIDS_MAX,
) -> tuple[Market, int]:
    """Sell the seats, as `most` says.

    :param rises, fall, bids_max: how to auction first, which changes the time and, among equals, the seating
    :return: the market with its prices, and what those without a seat get, from which the prices are right
    """
    market = markets.opened(pairs, scores)
    if not len(scores):
        return market, 0
    seekers = len(market.seekers)
    span = int(scores.max() - scores.min())
    # Placing comes first by letting what one gets who goes without fall until nobody more can be placed.
    # To begin below all scores leaves few to place in that slow way; far below, bids would take long.
    floor = int(scores.min()) - span // 3 - 1 if everybody else 0
    prices, waiting = market.vacancies["price"], np.empty(seekers, np.int64)
    for part in rises:
        rise = max(1, span // part)
        bid(market, waiting, floor, rise, bids_max * seekers)
        np.maximum(prices - fall * rise, 0, out=prices)
    left = bid(market, waiting, floor, 0, bids_max * seekers)
    return market, int(_correct(market, waiting, left, floor, everybody))


@njit(cache=True)
def _correct(market: Market, waiting: Ints, left: Whole, floor: Whole, everybody: bool) -> Whole:
    """Seat the `left` at the tail of `waiting` and settle free seats; with `everybody`, place all that can be.

    :return: the floor, which only falls to place more
    """
    vacancies, seekers = market.vacancies, market.seekers
    zero: Whole = np.int64(0)
    yes: bool | np.bool_ = np.bool_(True)
    for at in range(len(waiting) - 1, len(waiting) - 1 - left, -1):
        seat_one(market, waiting, at, at + 1, floor, yes)
    for vacancy in range(len(vacancies)):
        while vacancies[vacancy].count < vacancies[vacancy].room and vacancies[vacancy].price > 0:
            settle(market, vacancy, floor)
    cost: Whole = np.int64(0)
    while everybody and cost < FAR:
        floor -= cost
        roots = zero
        for seeker in range(len(seekers)):
            if seekers[seeker].mate < 0:
                waiting[roots] = seeker
                roots += 1
        cost = seat_one(market, waiting, zero, roots, floor, not yes)
    return floor
