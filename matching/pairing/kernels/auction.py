"""An auction of seats: a fast way to prices that are nearly right."""

from numba import njit

from matching.pairing.kernels.market import Market, Records
from matching.pairing.kernels.pairs import Ints, Whole


@njit(cache=True)
def bid(market: Market, waiting: Ints, floor: Whole, rise: Whole, limit: Whole) -> Whole:
    """Let seekers bid for seats, which are all free again, until all sit, find nothing worth more than `floor`, or give up.

    Who bids takes the cheapest seat of the vacancy that leaves her most, and offers so much that her second
    best leaves her as much, and `rise` more. Of those at one vacancy each has offered a price of her own;
    the vacancy's price is the lowest. Without a `rise`, whoever could only offer what is asked gives up: it
    would change nothing.

    :param waiting: shape (seekers,); its tail holds those who gave up
    :param floor: what a seeker gets who goes without
    :param limit: so many bids, then nobody may outbid anybody
    :return: how many gave up
    """
    vacancies, seekers, seats, edges = market.vacancies, market.seekers, market.seats, market.edges
    ahead = len(seekers)
    for seeker in range(ahead):
        seekers[seeker].mate = -1
        waiting[seeker] = ahead - 1 - seeker
    for vacancy in range(len(vacancies)):
        vacancies[vacancy].count = 0
    gave_up = 0
    bids = 0
    while ahead > 0:
        ahead -= 1
        seeker = waiting[ahead]
        bids += 1
        best = second = floor
        edge = -1
        for other in range(seekers[seeker].start, seekers[seeker].end):
            worth = edges[other].score - vacancies[edges[other].vacancy].price
            if worth > second:
                if worth > best:
                    second = best
                    best = worth
                    edge = other
                else:
                    second = worth
        if edge < 0:
            continue
        chosen = vacancies[edges[edge].vacancy]
        offer = chosen.price + best - second + rise
        if chosen.count < chosen.room:
            _add(seats, chosen.first, chosen.count, seeker, offer)
            chosen.count += 1
        elif bids > limit or offer == chosen.price:
            gave_up += 1
            waiting[len(waiting) - gave_up] = seeker
            continue
        else:
            loser = seats[chosen.first].holder
            seekers[loser].mate = -1
            waiting[ahead] = loser
            ahead += 1
            _replace(seats, chosen.first, chosen.count, seeker, offer)
        seekers[seeker].mate = edge
        if chosen.count == chosen.room:
            chosen.price = seats[chosen.first].asked
    for vacancy in range(len(vacancies)):
        for seat in range(vacancies[vacancy].first, vacancies[vacancy].first + vacancies[vacancy].count):
            seekers[seats[seat].holder].seat = seat
    return gave_up


@njit(cache=True)
def _add(seats: Records, first: Whole, length: Whole, seeker: Whole, offer: Whole) -> None:
    """Seat one more at a vacancy, whose seats are a heap: the cheapest stands first."""
    place = length
    while place > 0 and seats[first + (place - 1) // 2].asked > offer:
        above = (place - 1) // 2
        seats[first + place].asked = seats[first + above].asked
        seats[first + place].holder = seats[first + above].holder
        place = above
    seats[first + place].asked = offer
    seats[first + place].holder = seeker


@njit(cache=True)
def _replace(seats: Records, first: Whole, length: Whole, seeker: Whole, offer: Whole) -> None:
    """Seat one in the place of who sits cheapest."""
    place = 0
    while 2 * place + 1 < length:
        below = 2 * place + 1
        if below + 1 < length and seats[first + below + 1].asked < seats[first + below].asked:
            below += 1
        if seats[first + below].asked >= offer:
            break
        seats[first + place].asked = seats[first + below].asked
        seats[first + place].holder = seats[first + below].holder
        place = below
    seats[first + place].asked = offer
    seats[first + place].holder = seeker
