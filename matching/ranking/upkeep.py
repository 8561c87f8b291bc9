"""Keeping the arrays of an index in step with one change, compiled. Only `build` and `index` call it."""

from matching.ranking.kernel import bucket_of, compiled, hashed, inner, place_of, row_of
from matching.ranking.layout import (
    BADGE,
    BADGE_AT,
    LEVEL_BITS,
    MERIT_BITS,
    MOST_LEVEL,
    MOST_ROWS,
    NO_MERIT,
    VACANT,
    Array,
    Record,
)


@compiled
def enter(people: Record, table: Array, row: int) -> None:
    """Write a row into the hash table, which has room."""
    last = len(table) - 1
    at = hashed(people[row].id) & last
    while table[at] >= 0:
        at = (at + 1) & last
    table[at] = row


@compiled
def enter_all(people: Record, table: Array, rows: int) -> None:
    """Write all rows into an empty hash table, but for the vacant ones."""
    for row in range(rows):
        if people[row].id != VACANT:
            enter(people, table, row)


@compiled
def leave(people: Record, table: Array, row: int) -> None:
    """Take a row out of the hash table; those behind it move up, so that no search ends too early."""
    last = len(table) - 1
    hole = hashed(people[row].id) & last
    while table[hole] != row:
        hole = (hole + 1) & last
    at = (hole + 1) & last
    while table[at] >= 0:
        home = hashed(people[table[at]].id) & last
        if (at - home) & last >= (at - hole) & last:
            table[hole] = table[at]
            hole = at
        at = (at + 1) & last
    table[hole] = -1


@inner
def post(buckets: Record, pool: Array, states: Record, number: int, entry: int) -> bool:
    """Put a posting where its merit belongs in a bucket; False if neither the bucket nor the pool has room."""
    bucket, state = buckets[number], states[0]
    if bucket.count == bucket.room:
        room = bucket.room + bucket.room // 2 + 2
        if state.pooled + room > len(pool):
            return False
        for at in range(bucket.count):
            pool[state.pooled + at] = pool[bucket.start + at]
        bucket.start, bucket.room = state.pooled, room
        state.pooled += room
    at = bucket.start + bucket.count
    while at > bucket.start and pool[at - 1] < entry:
        pool[at] = pool[at - 1]
        at -= 1
    pool[at] = entry
    bucket.count += 1
    bucket.top = pool[bucket.start] >> MERIT_BITS
    state.best = max(state.best, bucket.top)
    return True


@inner
def unpost(buckets: Record, pool: Array, number: int, row: int) -> None:
    """Take somebody's posting out of a bucket that has it."""
    bucket = buckets[number]
    for at in range(place_of(buckets, pool, number, row), bucket.start + bucket.count - 1):
        pool[at] = pool[at + 1]
    bucket.count -= 1
    bucket.top = pool[bucket.start] >> MERIT_BITS if bucket.count else NO_MERIT


@compiled
def repack(buckets: Record, pool: Array, wider: Array) -> int:
    """Copy all postings into another pool, every bucket with a quarter more room; tell how much is in use."""
    used = 0
    for number in range(len(buckets)):
        bucket = buckets[number]
        for at in range(bucket.count):
            wider[used + at] = pool[bucket.start + at]
        bucket.start, bucket.room = used, bucket.count + bucket.count // 4 + min(bucket.count, 1)
        used += bucket.room
    return used


@compiled
def rows_of(people: Record, table: Array, workers: Array, rows: Array) -> None:
    """Look up many workers' rows; -1 for who isn't there."""
    for at in range(len(workers)):
        rows[at] = row_of(people, table, workers[at])


@compiled
def levels_of(buckets: Record, pool: Array, states: Record, row: int, x: int, y: int, levels: Array) -> None:
    """Read somebody's level in each skill off the buckets of her cell; -1 where she has none."""
    for skill in range(len(levels)):
        at = place_of(buckets, pool, bucket_of(states[0], skill, x, y), row)
        levels[skill] = pool[at] & MOST_LEVEL if at >= 0 else -1


@inner
def offer(free: Array, buckets: Record, offers: Array, pool: Array, number: int, plane: int) -> None:
    """Join anew what a bucket's workers offer on a day."""
    joined, start = 0, buckets[number].start
    for at in range(start, start + buckets[number].count):
        joined |= free[plane, (pool[at] >> LEVEL_BITS) & MOST_ROWS]
    offers[plane, number] = joined


@compiled
def offer_day(free: Array, buckets: Record, offers: Array, pool: Array, plane: int) -> None:
    """Join anew what each bucket's workers offer on a day."""
    for number in range(len(buckets)):
        offer(free, buckets, offers, pool, number, plane)


@compiled
def set_mask(
    people: Record, free: Array, buckets: Record, offers: Array, pool: Array, states: Record, skills: int,
    row: int, plane: int, mask: int,
) -> None:  # fmt: skip
    """Change what one worker offers on a day, and what her buckets offer with it."""
    lost = free[plane, row] & ~mask
    free[plane, row] = mask
    for skill in range(skills + 1):
        number = bucket_of(states[0], skill, people[row].x, people[row].y)
        if place_of(buckets, pool, number, row) >= 0:
            if lost:
                offer(free, buckets, offers, pool, number, plane)
            else:
                offers[plane, number] |= mask


@compiled
def withdraw(
    people: Record, free: Array, buckets: Record, offers: Array, pool: Array, states: Record, row: int, levels: Array
) -> None:
    """Take somebody out of all her buckets, and note the level she had in each."""
    x, y = people[row].x, people[row].y
    levels_of(buckets, pool, states, row, x, y, levels)
    for skill in range(len(levels)):
        if levels[skill] >= 0:
            number = bucket_of(states[0], skill, x, y)
            unpost(buckets, pool, number, row)
            for plane in range(len(free)):
                offer(free, buckets, offers, pool, number, plane)


@compiled
def stand(
    people: Record, free: Array, buckets: Record, offers: Array, pool: Array, states: Record, weighing: Record,
    row: int, levels: Array, skill: int,
) -> int:  # fmt: skip
    """Put somebody into the buckets of her levels, from a skill on; tell the skill at which the pool was full."""
    person, weights = people[row], weighing[0]
    while skill < len(levels):
        if levels[skill] >= 0:
            number = bucket_of(states[0], skill, person.x, person.y)
            merit = (
                weights.star * person.rating_milli // 1000 - weights.load * person.load + weights.level * levels[skill]
            )
            badge = person.group & BADGE
            entry = merit << MERIT_BITS | badge << BADGE_AT | row << LEVEL_BITS | levels[skill]
            if not post(buckets, pool, states, number, entry):
                break
            for plane in range(len(free)):
                offers[plane, number] |= free[plane, row]
        skill += 1
    return skill
