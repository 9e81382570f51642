"""How the cost of `plan` grows: run `python -m tests.bench.plan`.

Prints for networks of growing size the seconds of processor time, the microseconds an
activity, and how many times longer than the size before it took; that near ten, as the size
grows by ten, is linear.
The time of `plan` is everything from the specification to the annex's rows, and that of
`export` the file for Microsoft Project from there. The best of three runs counts.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from sowgen.model.spec import ProjectSpec
from sowgen.render.mspdi import write
from tests.plan.deals import deal, ingredients, network_of, planned

SIZES = (100, 1_000, 10_000)


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


def best(run: Callable[[], object]) -> float:
    """The seconds of the quickest of three runs."""
    took = []
    for _ in range(3):
        begun = time.process_time()
        run()
        took.append(time.process_time() - begun)
    return min(took)


def main() -> None:
    """Print a line a size."""
    planned(network(10))
    before: dict[str, float] = {}
    for size in SIZES:
        spec = network(size)
        runs = {"plan": lambda spec=spec: planned(spec), "export": export(spec)}
        for name, run in runs.items():
            took = best(run)
            growth = f"× {took / before[name]:.1f}" if name in before else "-"
            each = 1e6 * took / size
            print(f"{size:>7,} activities  {name:<7} {took:8.3f} s {each:7.0f} µs  {growth}")
            before[name] = took


def export(spec: ProjectSpec) -> Callable[[], object]:
    """Writing the file for Microsoft Project of a deal that is planned."""
    given = ingredients(spec)
    return lambda: write(network_of(given))


if __name__ == "__main__":
    main()
