"""Changing archives and calendars."""

from xunjiasao.domains.workers.actions.archive import (
    AlreadyEnrolled,
    StillAffiliated,
    VisitAhead,
    affiliate,
    enrol,
    note_record,
    release,
    set_areas,
)
from xunjiasao.domains.workers.actions.calendar import (
    VisitInLeave,
    end_leave,
    extend_calendars,
    set_pattern,
    take_leave,
)
from xunjiasao.domains.workers.actions.credentials import (
    AlreadyAdded,
    AlreadyDecided,
    AlreadyScanned,
    Document,
    add_credential,
    add_credentials,
    attach_scan,
    open_scan,
    refuse_credential,
    verify_credential,
    verify_credentials,
)
from xunjiasao.domains.workers.actions.days import Change, change_days
from xunjiasao.domains.workers.actions.take_on import take_on

__all__ = [
    "AlreadyAdded",
    "AlreadyDecided",
    "AlreadyEnrolled",
    "AlreadyScanned",
    "Change",
    "Document",
    "StillAffiliated",
    "VisitAhead",
    "VisitInLeave",
    "add_credential",
    "add_credentials",
    "affiliate",
    "attach_scan",
    "change_days",
    "end_leave",
    "enrol",
    "extend_calendars",
    "note_record",
    "open_scan",
    "refuse_credential",
    "release",
    "set_areas",
    "set_pattern",
    "take_leave",
    "take_on",
    "verify_credential",
    "verify_credentials",
]
