"""Load the demo city into an empty database."""

import gc
import json
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from xunjiasao.interfaces.entry import clock
from xunjiasao.interfaces.jobs.listeners import LISTENERS


class Command(BaseCommand):
    help = "Load a small believable city, wholly invented, into an empty database; the same seed makes the same city."
    requires_system_checks = ["database"]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--size", choices=["small", "full"], default="small")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, size: str, seed: int, **options: Any) -> None:
        from demo import build, sizes

        if not (settings.XJS.demo or settings.XJS.testing):
            raise CommandError("The demo city is for demonstrations: set XJS_DEMO=1.")
        gc.freeze()  # what is loaded stays, and millions of rows come and go without a circle among them
        gc.set_threshold(100_000, 50, 100)
        heads: Path = settings.XJS.var / "heads"
        fresh = heads.with_name("heads.loading")
        shutil.rmtree(fresh, ignore_errors=True)
        with tqdm(desc=f"demo city, {size}", unit="", leave=False, disable=None) as bar:

            def show(_what: str, done: int, whole: int) -> None:
                bar.total = whole
                bar.update(done - bar.n)

            try:
                made = build.make(
                    sizes.SIZES[size], seed=seed, now=clock.now(), listeners=dict(LISTENERS), heads=fresh, show=show
                )
            except build.NotEmpty:
                raise CommandError(
                    "This database holds people already; the demo city goes into an empty one."
                ) from None
        _put_aside(heads)
        for head in sorted(fresh.iterdir()):
            head.replace(heads / head.name)
        fresh.rmdir()
        file: Path = settings.XJS.var / "demo-accounts.json"
        file.write_text(json.dumps(made.accounts, ensure_ascii=False, indent=1) + "\n")
        self.stdout.write(f"The demo city ({size}) is there: {len(made.accounts)} accounts in {file}")


def _put_aside(heads: Path) -> None:
    """Keep the day heads of an earlier database where the check of this one doesn't look."""
    heads.mkdir(parents=True, exist_ok=True)
    number = 1
    while (heads / f"earlier-{number}").exists():
        number += 1
    for file in sorted(heads.glob("*.json")):
        (heads / f"earlier-{number}").mkdir(exist_ok=True)
        file.rename(heads / f"earlier-{number}" / file.name)
