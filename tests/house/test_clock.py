"""The clock is read in one place, so that tests and the demo can move it for every process."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house import tree
from tests.house.tree import Source

MAY = re.compile(r"^xunjiasao/interfaces/(entry/clock\.py|jobs/)|/migrations/")
READS = re.compile(r"(^|\.)((datetime|date|timezone|dt)\.(now|utcnow|today)|time\.(time|time_ns|localtime|gmtime))$")
NAMES = {"Now", "localdate", "TransactionNow", "CurrentTimestamp"}
FROM = {"time": {"time", "time_ns", "localtime", "gmtime"}, "django.utils.timezone": {"now", "localdate", "localtime"}}


def faults(source: Source) -> Iterator[str]:
    if MAY.search(source.path):
        return
    for node in source.nodes:
        if isinstance(node, ast.Attribute) and READS.search(tree.dotted(node)):
            yield source.at(node, f"{tree.dotted(node)} reads the clock")
        elif isinstance(node, ast.ImportFrom) and (
            hit := FROM.get(node.module or "", set()) & {a.name for a in node.names}
        ):
            yield source.at(node, f"imports {', '.join(sorted(hit))}")
        elif isinstance(node, ast.Call) and tree.dotted(node.func).rpartition(".")[2] in NAMES:
            yield source.at(node, f"{tree.dotted(node.func)}() reads the clock")
        elif isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            yield source.at(node.value, f"{node.arg} reads the clock")
        elif (
            isinstance(node, ast.Call)
            and "totp" in tree.dotted(node.func).lower()
            and tree.dotted(node.func).endswith((".verify", ".now"))
            and not any(k.arg == "for_time" for k in node.keywords)
        ):
            yield source.at(node, "a one-time password without for_time reads the clock")


def test_the_clock_is_read_in_one_place():
    assert [fault for source in tree.house() for fault in faults(source)] == []


@pytest.mark.parametrize(
    "text",
    [
        "datetime.now(UTC)",
        "datetime.datetime.utcnow()",
        "date.today()",
        "time.time()",
        "from time import time",
        "from django.utils.timezone import now",
        "at = models.DateTimeField(default=timezone.now)",
        "at = models.DateTimeField(auto_now_add=True)",
        "rows.filter(at__lt=Now())",
        "pyotp.TOTP(secret).verify(code)",
    ],
)
def test_a_look_at_the_clock_elsewhere_is_found(text):
    assert len(list(faults(Source("xunjiasao/domains/orders/actions.py", text)))) == 1


@pytest.mark.parametrize("text", ["time.monotonic()", "pyotp.TOTP(secret).verify(code, for_time=now)", "now - day"])
def test_a_passed_in_now_is_left_alone(text):
    assert list(faults(Source("xunjiasao/domains/orders/actions.py", text))) == []
