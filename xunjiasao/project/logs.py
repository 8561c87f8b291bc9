"""One JSON object a line, with nothing in it that tells who somebody is."""

import logging.config
import re
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

PERSONAL = re.compile(
    r"(?<![0-9A-Za-z])(?:\+?86[- ]?)?1[3-9]\d{9}(?![0-9A-Za-z])"  # a mobile number
    r"|(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])"  # an identity number
    r"|(?<=[Bb]earer )\S+"  # a session
    r"|(?<=DETAIL:).*"  # PostgreSQL repeats the row that it refuses
)


def mask(text: str) -> str:
    """Blot out what looks like a phone number, an identity number, a session or a row's values."""
    return PERSONAL.sub("•••", text)


def _mask_all(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    return {key: mask(value) if isinstance(value, str) else value for key, value in event.items()}


def _drop_request(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    event.pop("request", None)
    return event


SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.ExtraAdder(),
    _drop_request,
    structlog.processors.format_exc_info,
    structlog.processors.UnicodeDecoder(),
]
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": SHARED,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _mask_all,
                structlog.processors.JSONRenderer(ensure_ascii=False, default=lambda value: mask(repr(value))),
            ],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        "httpx": {"level": "WARNING"},
    },
}


def configure(settings: dict[str, Any]) -> None:
    """Set up both the standard library's loggers and structlog's."""
    logging.config.dictConfig(settings)
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
