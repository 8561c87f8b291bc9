"""The only reader of the clock."""

from datetime import UTC, datetime, timedelta

from django.conf import settings


def now() -> datetime:
    """Read the clock, in UTC; in the demo and in tests it stands as far ahead as `XJS_CLOCK_FILE` says."""
    return datetime.now(UTC) + _moved()


def _moved() -> timedelta:
    file = settings.XJS.clock_file
    if file is None or not (settings.XJS.demo or settings.XJS.testing):
        return timedelta()
    try:
        return timedelta(seconds=float(file.read_text()))
    except (FileNotFoundError, ValueError):
        return timedelta()
