"""The data files of the catalogue."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from xunjiasao.domains.catalogue import rules
from xunjiasao.domains.catalogue.terms import Charge

DATA = Path(__file__).resolve().parents[1] / "data"


def read(name: str) -> dict[str, Any]:
    """Read one of the catalogue's data files."""
    kept: dict[str, Any] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return kept


@lru_cache(maxsize=1)
def demo_offers() -> dict[str, Any]:
    """Read the invented prices of the demo city: slug → {price_fen, extras, surcharges}."""
    kept = read("demo-offers.json")
    return {
        slug: {
            "price_fen": offer["price_fen"],
            "extras": tuple(rules.Extra(**each) for each in offer["extras"]),
            "surcharges": tuple(
                rules.Surcharge(Charge(each["kind"]), each["share_bp"], each["from_min"], each["to_min"])
                for each in kept["surcharges"][offer["surcharges"]]
            ),
        }
        for slug, offer in kept["offers"].items()
    }
