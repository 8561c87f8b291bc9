"""Changing archives and calendars."""

from xunjiasao.domains.workers.actions.archive import (
    Document,
    add_credential,
    add_credentials,
    affiliate,
    attach_scan,
    enrol,
    note_record,
    release,
    set_areas,
    verify_credential,
    verify_credentials,
)
from xunjiasao.domains.workers.actions.calendar import (
    VisitInLeave,
    end_leave,
    extend_calendars,
    set_pattern,
    take_leave,
)
from xunjiasao.domains.workers.actions.days import Change, change_days

__all__ = [
    "Change",
    "Document",
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
    "release",
    "set_areas",
    "set_pattern",
    "take_leave",
    "verify_credential",
    "verify_credentials",
]
