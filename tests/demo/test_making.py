"""The demo city is the same for the same seed, and somebody is at work at any hour."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models

from demo import build, sizes
from tests.demo.conftest import CAST, make, rolled_back
from xunjiasao.domains.journal.models import DayHead
from xunjiasao.domains.orders import queries as orders
from xunjiasao.domains.orders.terms import HELD, Stage
from xunjiasao.domains.people import queries as people
from xunjiasao.domains.people.models import Account
from xunjiasao.kernel.actor import Actor

pytestmark = pytest.mark.django_db
BY_CHANCE = {"password", "people_account.totp_sealed", "places_address.detail", "places_address.contact_phone"}
"""sealed with a nonce or salted, besides every column named …_sealed"""


def rows() -> Iterator[tuple[str, list[Any]]]:
    """Every row of every domain's table, without what is drawn by chance."""
    for model in apps.get_models():
        if model.__module__.startswith("xunjiasao.domains."):
            names = [field.attname for field in model._meta.fields if _told(model, field)]
            yield model._meta.db_table, sorted(map(repr, model._default_manager.values_list(*names)))


def _told(model: type[models.Model], field: Any) -> bool:
    chance = {field.attname, f"{model._meta.db_table}.{field.attname}"} & BY_CHANCE
    return not (chance or field.attname.endswith("_sealed") or isinstance(field, models.AutoField))


def made(tmp_path: Path, *, seed: int) -> tuple[dict[str, list[Any]], build.Made]:
    with rolled_back():
        city = make(CAST, heads=tmp_path / str(seed), seed=seed)
        return dict(rows()), city


def test_the_same_seed_makes_the_same_city_and_another_seed_another(tmp_path: Path):
    first, accounts = made(tmp_path, seed=1)
    again, same_accounts = made(tmp_path, seed=1)
    other, _accounts = made(tmp_path, seed=2)
    assert first == again
    assert accounts == same_accounts
    assert (
        first["journal_daydayhead" if "journal_daydayhead" in first else DayHead._meta.db_table]
        != other[DayHead._meta.db_table]
    )


@pytest.mark.parametrize("hour", ["00:10", "03:30", "07:45", "12:00", "18:20", "22:05", "23:59"])
def test_at_any_hour_somebody_is_on_her_way_at_work_and_asked(hour: str, tmp_path: Path):
    now = datetime.fromisoformat(f"2026-11-24T{hour}:00+08:00")
    city = make(CAST, heads=tmp_path, now=now)

    def stages(number: int, part: str) -> list[str]:
        account = people.by_phone(city.accounts[number]["phone"])
        assert account
        mine = orders.orders(people.actor_of(account.pk), part=part)
        return list(mine.order_by("starts_at").values_list("stage", flat=True))

    rich, second, elder = (stages(number, "resident") for number in range(3))
    assert {Stage.ON_THE_WAY, Stage.FINISHED, Stage.APPROVED, Stage.REVIEWED, Stage.ACCEPTED} <= set(rich)
    assert {Stage.SERVING, Stage.PLACED} <= set(second)
    assert {Stage.ACCEPTED, Stage.REVIEWED} <= set(elder)
    wang, zhou, wu, li, _gong = (stages(number, "worker") for number in range(3, 8))
    assert Stage.ON_THE_WAY in wang
    assert Stage.ASSIGNED in zhou
    assert set(wu) & set(HELD)
    assert Stage.SERVING in li
    for number in (8, 10):
        assert {Stage.PLACED, Stage.CONFIRMED} <= set(stages(number, "enterprise"))
    assert not orders.orders(Actor.system()).filter(placed_at__gt=now).exists()


def test_a_city_that_breaks_while_it_is_made_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(*_args: Any, **_said: Any) -> None:
        raise RuntimeError("cut off")

    with monkeypatch.context() as patched:
        patched.setattr(build.catalogue, "forget_quotes", broken)
        with pytest.raises(RuntimeError, match="cut off"):
            make(CAST, heads=tmp_path)
    assert not Account.objects.exists()
    make(CAST, heads=tmp_path)
    assert Account.objects.exists()


def test_the_command_writes_the_accounts_and_puts_older_day_heads_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
):
    monkeypatch.setitem(sizes.SIZES, "small", CAST)
    var = settings.XJS.var
    (var / "heads").mkdir(parents=True, exist_ok=True)
    (var / "heads/2020-01-01.json").write_text("{}")
    call_command("demo", size="small", verbosity=0)
    assert (var / "demo-accounts.json").read_text().count('"role"') == 16
    assert (var / "heads/earlier-1/2020-01-01.json").exists()
    call_command("check_journal", verbosity=0)
    kept = sorted(path.name for path in (var / "heads").glob("*.json"))
    before = (var / "demo-accounts.json").read_text()
    with pytest.raises(CommandError, match="empty"):
        call_command("demo", size="small")
    assert (var / "demo-accounts.json").read_text() == before
    assert sorted(path.name for path in (var / "heads").glob("*.json")) == kept
