"""`make e2e`: the journey through the real servers in Chromium, in both languages.

Pictures go to var/e2e; a fault that axe, the console or a foreign request shows fails the run.
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser

from tests import servers
from tests.e2e import desks, journey
from tests.e2e.browser import Screen, chromium
from tests.servers import Server

SHOTS = servers.ROOT / "var" / "e2e"
WHOSE_PHONE = """
from uuid import UUID
from xunjiasao.domains.orders import queries as orders
from xunjiasao.domains.people import queries as people
from xunjiasao.kernel.actor import Actor
order = orders.order(Actor.system(), UUID("{order}"))
print("phone", people.phone_of(order.worker.account))
"""


def main() -> int:
    shutil.rmtree(SHOTS, ignore_errors=True)
    SHOTS.mkdir(parents=True)
    with (
        tempfile.TemporaryDirectory(prefix="xjs-e2e-") as folder,
        servers.running("sqlite", Path(folder), jobs=True, start=False) as server,
        chromium() as browser,
    ):
        server.manage("demo", "--size", "small")
        server.start()
        failed = sum(_journey(language, server, browser) for language in ("zh", "en"))
        server.stop()
        print((server.manage("check_journal") + server.manage("check_calendar")).strip())
    print(f"{2 - failed} passed, {failed} failed")
    return failed


def _journey(language: str, server: Server, browser: Browser) -> int:
    """Drive the journey in one language; both live in the same city."""
    started = time.monotonic()
    screens = {
        who: Screen(browser, server.url, who, language, SHOTS, phone=who in {"resident", "worker"})
        for who in ("resident", "enterprise", "worker", "federation", "visitor")
    }
    try:
        _play(screens, server, language)
    except Exception as stuck:
        for who, screen in screens.items():
            screen.page.screenshot(path=SHOTS / f"stuck-{language}-{who}.png", full_page=True)
        print(f"{language}: stuck: {stuck}\n{server.log.read_text()[-2000:]}", file=sys.stderr)
        return 1
    faults = [fault for screen in screens.values() for fault in screen.faults]
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{language}: the journey took {time.monotonic() - started:.0f} s; {len(faults)} faults")
    return 1 if faults else 0


def _play(screens: dict[str, Screen], server: servers.Server, language: str) -> None:
    played = journey.cast(server, language)
    resident, desk, worker = screens["resident"], screens["enterprise"], screens["worker"]
    order_id = journey.book(resident, played)
    journey.assign(desk, played, order_id)
    desks.guard(desk, order_id)
    phone = server.manage("shell", "-v", "0", "-c", WHOSE_PHONE.format(order=order_id)).rpartition("phone ")[2].strip()
    journey.accept_and_leave(worker, phone, order_id)
    code = journey.door_code(resident, order_id)
    journey.serve(worker, code)
    journey.approve_and_review(resident, order_id)
    desk.open(f"/desk/orders/{order_id}")
    desk.look("reviewed")
    journey.oversee(screens["federation"], played, order_id)
    journey.walk_in(screens["visitor"])


if __name__ == "__main__":
    sys.exit(main())
