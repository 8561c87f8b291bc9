from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class JournalConfig(AppConfig):
    name = "xunjiasao.domains.journal"
    label = "journal"

    def ready(self) -> None:
        post_migrate.connect(_guard, sender=self)


def _guard(using: str, **_rest: Any) -> None:
    """A migration may rebuild a table and lose its triggers; put them back."""
    from xunjiasao.domains.journal.actions import guards

    guards.install(using=using)
