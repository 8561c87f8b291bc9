"""Seat a fair with PyPI's package `matching`, in the peers' own environment.

    .venv-peers/bin/python -I pairing_matching.py fair.json

`fair.json` holds `seats`, and `wishes` and `choices` of those who would take each other. The last line printed is
JSON: `vacancy_of` each seeker, `seconds` for the search alone, `copied_s` for reading the lists before.
"""

import json
import sys
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from matching.games import HospitalResident

DEEP, STACK = 10_000_000, 1 << 30  # it copies seekers and vacancies through each other, one call deeper for each


def main() -> None:
    fair = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    warnings.simplefilter("ignore")  # it warns of whoever is left without a seat
    start = time.perf_counter()
    game = HospitalResident.create_from_dictionaries(
        {seeker: row for seeker, row in enumerate(fair["wishes"]) if row},
        {vacancy: row for vacancy, row in enumerate(fair["choices"]) if row},
        {vacancy: fair["seats"][vacancy] for vacancy, row in enumerate(fair["choices"]) if row},
    )
    read = time.perf_counter()
    seating = game.solve(optimal="resident")
    solved = time.perf_counter()
    vacancy_of: list[int | None] = [None] * len(fair["wishes"])
    for vacancy, seekers in seating.items():
        for seeker in seekers:
            vacancy_of[seeker.name] = vacancy.name
    print(json.dumps({"vacancy_of": vacancy_of, "seconds": solved - read, "copied_s": read - start}))


sys.setrecursionlimit(DEEP)
threading.stack_size(STACK)
with ThreadPoolExecutor(1) as deep:
    deep.submit(main).result()
