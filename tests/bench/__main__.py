"""What sowgen costs, as ratios within one run: `python -m tests.bench`.

Each comparison runs its two sides in turn, several times, each time in a new process, and prints
their medians and the median ratio. `--rounds N` changes how often. On a busy machine the ratio of
processor times tells more. Cold means: an empty cache, and nothing built before.

- *build*: a cold `sowgen build` of the larger project, all kinds as DOCX and PDF, against a plain
  script that fills as many Word templates with the same content through docxtpl and prints them
  with one call of LibreOffice (aim: at most 0.35); and *floor*, against pandoc on the same
  Markdown, typst on the same documents and zip on the same parts (1.7);
- *unchanged*: a build with nothing changed against
  `python -c "import click, pydantic, ruamel.yaml"` (1.6);
- *start*: `sowgen --help` against `python -c "import click"` (2);
- *length*: a document of 400 clauses against one of 40 (11);
- *department*: `--projects N` different projects with `--jobs 2`, cold, against N times one cold
  project (1/6); *idle*: nothing changed, against three times one such project and a millisecond
  for each (1); *one clause*: a clause changes that 50 projects hold, files too many or too few
  (0); *memory*: the peak at N projects against 100 (1.1);
- *watch*: from a save to the files on disk, and to the page in the browser, against a cold build
  (1/10 and 1/8);
- *hook*: the hook before a commit that changes one of `--projects N` projects, against a check of
  that project alone (2).
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from tests.bench import inputs

KNOWN = ("start", "unchanged", "length", "build", "watch", "department", "hook")


def main() -> None:
    """Runs the comparisons named, all of them by default."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__,
                                     formatter_class=argparse.RawTextHelpFormatter)  # fmt: skip
    parser.add_argument("names", nargs="*", default=KNOWN, metavar="|".join(KNOWN))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--projects", type=int, default=500)
    given = parser.parse_args()
    os.environ["PYTHONPATH"] = str(inputs.ROOT)
    with tempfile.TemporaryDirectory(prefix="sowgen-bench-") as name:
        folder = Path(name)
        os.environ["SOWGEN_CACHE"] = str(folder / "cache")
        for comparison in KNOWN:
            if comparison in given.names:
                _run(comparison, folder, given.rounds, given.projects)


def _run(name: str, folder: Path, rounds: int, projects: int) -> None:
    from tests.bench.cold import compare_build
    from tests.bench.department import compare_department
    from tests.bench.hook import compare_hook
    from tests.bench.small import compare_length, compare_start, compare_unchanged
    from tests.bench.watch import compare_watch

    match name:
        case "start":
            compare_start(3 * rounds)
        case "unchanged":
            compare_unchanged(folder, 3 * rounds)
        case "length":
            compare_length(folder, rounds)
        case "build":
            compare_build(folder, rounds)
        case "watch":
            compare_watch(folder, 6 * rounds)
        case "department":
            compare_department(folder, projects)
        case "hook":
            compare_hook(folder, projects, 3 * rounds)


if __name__ == "__main__":
    main()
