"""City days, half hours and the masks of a day. The clock itself is read in `interfaces.entry`."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

CITY_ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has had one zone without summer time since 1991 (Source: tzdata Asia/Shanghai)."""

SLOT_MIN = 30
SLOTS_A_DAY = 48
SLOT = timedelta(minutes=SLOT_MIN)
FULL_DAY = (1 << SLOTS_A_DAY) - 1


def in_city(at: datetime) -> datetime:
    """Read an instant on the city's clock."""
    return at.astimezone(CITY_ZONE)


def day_of(at: datetime) -> date:
    """Name the city day an instant falls on."""
    return in_city(at).date()


def at_slot(on: date, slot: int) -> datetime:
    """Give the UTC instant at which a half hour of a city day starts; slot 48 is the next midnight."""
    midnight = datetime(on.year, on.month, on.day, tzinfo=CITY_ZONE)
    return (midnight + slot * SLOT).astimezone(UTC)


def slot_of(at: datetime) -> int:
    """Number the half hour of its city day that an instant lies in, 0–47."""
    local = in_city(at)
    return (local.hour * 60 + local.minute) // SLOT_MIN


def on_grid(at: datetime) -> bool:
    """Tell whether an instant is a whole half hour."""
    return at.minute % SLOT_MIN == 0 and at.second == 0 and at.microsecond == 0


def slots_in(minutes: int) -> int:
    """Count the half hours that a duration in minutes fills, rounded up."""
    return -(-minutes // SLOT_MIN)


def masks(starts_at: datetime, ends_at: datetime) -> list[tuple[date, int]]:
    """Spread the period [starts_at, ends_at) over city days: one 48-bit mask per day touched.

    Bit n is the half hour that starts n × 30 minutes after midnight. A period that begins or ends
    inside a half hour fills it. Days come in order.
    """
    spans: list[tuple[date, int]] = []
    on, first = day_of(starts_at), slot_of(starts_at)
    left = slots_in(int((ends_at - at_slot(on, first)).total_seconds() // 60))
    while left > 0:
        count = min(left, SLOTS_A_DAY - first)
        spans.append((on, ((1 << count) - 1) << first))
        on, first, left = on + timedelta(days=1), 0, left - count
    return spans


def periods(mask: int) -> Iterator[tuple[int, int]]:
    """Read a day's mask as half-open runs of half hours [first, last)."""
    slot = 0
    while mask >> slot:
        while not (mask >> slot) & 1:
            slot += 1
        first = slot
        while (mask >> slot) & 1:
            slot += 1
        yield first, slot


def clock_text(slot: int) -> str:
    """Write a half hour's start as it stands on a clock: 17 → "08:30", 48 → "24:00"."""
    return f"{slot // 2:02d}:{slot % 2 * SLOT_MIN:02d}"
