"""How the cost of `plan` grows: run `python -m tests.bench.plan`.

Prints the seconds for networks of growing size and the ratio to the one before; a ratio near
the growth of the size is linear. Times include everything `plan` does.
"""

from __future__ import annotations

import random
import time
from typing import Any

from sowgen.model.spec import ProjectSpec
from tests.plan.deals import deal, planned

SIZES = (1_250, 2_500, 5_000, 10_000, 20_000)


def network(size: int) -> ProjectSpec:
    """`size` activities in chains of 200, each with links to earlier ones, and a document each."""
    pick = random.Random(size)
    activities: dict[str, Any] = {}
    for number in range(size):
        nearest = number - number % 200
        after = [f"a{number - 1}"] if number > nearest else []
        after += [f"a{pick.randrange(nearest, number)} SS + 1 working day"] if after else []
        activities[f"a{number}"] = {
            "name": f"Activity {number}", "owner": "ems.npi", "duration": pick.randint(1, 3),
            "after": list(dict.fromkeys(after)), "uses": [f"d{number}"], "deadline": "2027-06-01",
        }  # fmt: skip
    documents = {f"d{n}": {"name": f"Document {n}", "review": 2} for n in range(size)}
    calendars = {"works": {"country": "PL", "holiday_eves": "half"}}
    schedule = {"start": "2027-03-01", "calendars": calendars, "activities": activities}
    return deal(schedule=schedule, documents=documents)


def main() -> None:
    """Print a line a size."""
    planned(network(10))
    before = 0.0
    for size in SIZES:
        spec = network(size)
        begun = time.perf_counter()
        planned(spec)
        took = time.perf_counter() - begun
        ratio = f"{took / before:.2f}" if before else "-"
        print(f"{size:>7} activities {took:7.3f} s   ratio {ratio}")
        before = took


if __name__ == "__main__":
    main()
