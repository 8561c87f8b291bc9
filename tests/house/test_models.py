"""Tables point down the floors, and never back."""

from collections.abc import Iterable, Iterator
from configparser import ConfigParser

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.house import tree


def floors() -> dict[str, int]:
    """Number each domain by its floor in `.importlinter`, the lowest 0."""
    config = ConfigParser()
    config.read(tree.ROOT / ".importlinter")
    lines = config["importlinter:contract:domains"]["layers"].strip().splitlines()
    return {name.strip("() "): number for number, line in enumerate(reversed(lines)) for name in line.split("|")}


def faults(tables: Iterable[type[models.Model]]) -> Iterator[str]:
    floor = floors()
    for table in tables:
        for field in table._meta.get_fields():
            if not isinstance(field, models.ForeignKey | models.ManyToManyField) or field.model is not table:
                continue
            here, there = table._meta.app_label, field.related_model._meta.app_label
            where = f"{table._meta.label}.{field.name}"
            if floor.get(there, -1) > floor[here] or (there != here and floor.get(there) == floor[here]):
                yield f"{where} points up, from {here} to {there}"
            if not field.remote_field.related_name or not field.remote_field.related_name.endswith("+"):
                yield f'{where} has no related_name="+"'
            if isinstance(field, models.ManyToManyField):
                yield f"{where} hides a table"


def domain_tables() -> list[type[models.Model]]:
    return [t for a in apps.get_app_configs() if a.name.startswith("xunjiasao.domains.") for t in a.get_models()]


def test_tables_point_down():
    assert len(domain_tables()) > 10, "the lint would be reading an empty house"
    assert list(faults(domain_tables())) == []


@pytest.mark.parametrize(
    ("label", "target", "related_name", "found"),
    [
        ("places", "people.Account", "+", 0),
        ("places", "orders.Order", "+", 1),
        ("places", "people.Account", None, 1),
        ("places", "orders.Order", "places", 2),
    ],
)
def test_a_key_that_points_up_or_back_is_found(label, target, related_name, found):
    with isolate_apps(f"xunjiasao.domains.{label}"):
        field = models.ForeignKey(apps.get_model(target), on_delete=models.PROTECT, related_name=related_name)
        planted = type(
            "Planted", (models.Model,), {"planted": field, "__module__": f"xunjiasao.domains.{label}.models"}
        )
        assert len(list(faults([planted]))) == found
