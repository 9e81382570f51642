"""Many projects: all of them cold, none changed, one clause changed, and the memory it takes."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

from tests.bench import inputs
from tests.bench.measure import Side, cold, report, sowgen

CLAUSE = "special-care"
HOLDERS = 50
SMALL = 100


def compare_department(folder: Path, projects: int) -> None:
    """`projects` copies of the example against one, with two processes."""
    workspace = department(folder / "department", projects)
    build = sowgen("-C", str(workspace), "-q", "build")
    one = (*build, _slug(projects - 1))
    clean = cold(workspace)
    alone = min(Side("one", one, clean).seconds()[0] for _ in range(3))
    clean()
    whole, memory = _watched(*build, "--jobs", "2")
    words = f"{projects} projects {whole:.1f} s, one {alone:.2f} s"
    report("department", whole / (projects * alone), 1 / 6, words)
    _unchanged(build, one, projects)
    _one_clause(workspace, _holders(projects))
    if projects > SMALL:
        small = department(folder / "small", SMALL)
        _, before = _watched(*sowgen("-C", str(small), "-q", "build", "--jobs", "2"))
        words = f"{SMALL} projects {before:.0f} MiB, {projects} projects {memory:.0f} MiB"
        report("memory", memory / before, 1.1, words)


def _unchanged(build: tuple[str, ...], one: tuple[str, ...], projects: int) -> None:
    alone = min(Side("one", one).seconds()[0] for _ in range(5))
    all_ = min(Side("all", build).seconds()[0] for _ in range(3))
    words = f"{projects} projects {all_:.2f} s, one {alone:.2f} s"
    report("idle", all_ / (3 * alone + projects / 1000), 1, f"{words}, a project may take 1 ms")


def _one_clause(workspace: Path, holders: int) -> None:
    """A clause changes that some projects hold: their statements of work are made again, and
    nothing else."""
    path = workspace / "clauses/quality" / f"{CLAUSE}.md"
    path.write_text(path.read_text("utf-8").replace("with care", "with great care"), "utf-8")
    begun = time.perf_counter()
    command = sowgen("-C", str(workspace), "build", "--jobs", "2", "--report", "json")
    said = json.loads(
        subprocess.run(command, cwd=inputs.ROOT, check=True, capture_output=True).stdout
    )
    spent = time.perf_counter() - begun
    made = [(o["project"], Path(o["path"]).stem.rpartition("-")[2], Path(o["path"]).suffix)
            for o in said["outputs"] if o["state"] == "written"]  # fmt: skip
    wanted = {(_slug(n), "sow", suffix) for n in range(holders) for suffix in (".docx", ".pdf")}
    off = len(wanted.symmetric_difference(made)) + len(made) - len(set(made))
    words = f"{len(made)} files of {holders} projects written in {spent:.1f} s"
    report("one clause", off, 0, f"{words}; the number counts files too many or too few")


def department(folder: Path, projects: int) -> Path:
    """Copies of the example, each with names, values and parties of its own. The first ones hold
    a clause that the others do not."""
    workspace = inputs.example_workspace(folder)
    example = workspace / "projects" / inputs.EXAMPLE
    texts = {p.relative_to(example): p.read_text("utf-8") for p in example.rglob("*")
             if p.is_file()}  # fmt: skip
    for number in range(projects):
        for name, text in texts.items():
            target = workspace / "projects" / _slug(number) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_varied(name.as_posix(), text, number), "utf-8")
    shutil.rmtree(example)
    held = ", ".join(f"'{_slug(number)}'" for number in range(_holders(projects)))
    head = (
        f"---\ntitle: Special care\nversion: 1.0.0\norder: 950\nsummary: For measuring.\n"
        f'applies_when: "package.id in [{held}]"\n---\n\n# Standard\n\n'
    )
    path = workspace / "clauses/quality" / f"{CLAUSE}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{head}The parties handle everything with care.\n", "utf-8")
    return workspace


def _holders(projects: int) -> int:
    """How many projects hold the clause: fifty, and never all of them."""
    return min(HOLDERS, projects // 2)


def _slug(number: int) -> str:
    return f"deal-{number:04}"


def _varied(name: str, text: str, number: int) -> str:
    """The text of a file with other names and amounts."""
    text = text.replace(inputs.EXAMPLE, _slug(number)).replace("Atlas", f"Atlas{number}")
    for word in ("Example", "Sample"):
        text = text.replace(f" {word} ", f" {word}{number} ")
    if name == "commercial.yaml":
        text = text.replace("00 EUR", f"{number % 90 + 10} EUR")
    return text


def _watched(*command: str) -> tuple[float, float]:
    """How long the command takes, and the most memory that it and its largest process of work
    hold at a time, in MiB."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, cwd=inputs.ROOT, stdout=subprocess.DEVNULL)
    most = [0.0, 0.0]
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(0.1):
            sizes = _sizes(process.pid)
            most[0] = max(most[0], sizes.pop(process.pid, 0.0))
            most[1] = max(most[1], *sizes.values(), 0.0)

    watcher = threading.Thread(target=look)
    watcher.start()
    status = process.wait()
    ended.set()
    watcher.join()
    assert status == 0, f"{' '.join(command)} ended with status {status}"
    return time.perf_counter() - begun, sum(most)


def _sizes(pid: int) -> dict[int, float]:
    """Resident memory of the process and of each one it started, its own children counted in."""
    parents: dict[int, int] = {}
    sizes: dict[int, float] = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            facts: dict[str, Any] = dict(
                line.split(":", 1) for line in status.read_text().splitlines() if ":" in line
            )
        except OSError:
            continue
        parents[int(facts["Pid"])] = int(facts["PPid"])
        sizes[int(facts["Pid"])] = int(facts.get("VmRSS", "0 kB").split()[0]) / 1024
    found: dict[int, float] = {pid: sizes.get(pid, 0.0)}
    for child, parent in parents.items():
        if parent == pid:
            helpers = (sizes[other] for other, above in parents.items() if above == child)
            found[child] = sizes[child] + sum(helpers)
    return found
