"""Builds on a real local cluster, with workers that are processes of their own."""

from __future__ import annotations

import http.server
import json
import os
import shutil
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sowgen.cli import main
from sowgen.cluster import Cluster
from sowgen.cluster.coordinator import PATIENCE
from sowgen.cluster.worker import Shared
from sowgen.pipeline import BuildReport, Order, Run, open_workspace
from tests.cli.department import add_clause, department, outputs
from tests.repository import Repo

distributed = pytest.importorskip("distributed")
PROJECTS = 6


@pytest.fixture(scope="module")
def local() -> Iterator[Any]:
    """A scheduler with two workers."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None,
        silence_logs=50,
    ) as cluster:  # fmt: skip
        yield cluster


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return department(tmp_path / "w", PROJECTS)


def build(root: Path, *arguments: str) -> int:
    return main(["-C", str(root), "build", *arguments])


def clean(root: Path) -> dict[str, bytes]:
    """What a local build of a copy gives."""
    copy = root.parent / "clean"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns("out"))
    assert build(copy) == 0
    return outputs(copy)


def test_the_same_bytes_and_then_nothing_to_do(
    local: Any, root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert build(root, "--scheduler", local.scheduler_address) == 0
    out, err = capfd.readouterr()
    assert f"{PROJECTS} projects: {PROJECTS} built" in out
    assert err == "", "nothing that Dask says of itself"
    assert outputs(root) == clean(root)
    capfd.readouterr()
    assert build(root) == 0
    assert f"{PROJECTS} up to date" in capfd.readouterr().out, "a local build has nothing to add"


def test_a_revision_is_built_from_git(local: Any, root: Path) -> None:
    repo = Repo(root)
    repo.write(".gitignore", "out/\n")
    repo.commit()
    add_clause(root, "haste", order=2)
    (root / "projects/p02/project.yaml").write_text("package: {\n")
    for out in root.glob("projects/*/out"):
        shutil.rmtree(out)
    assert build(root, "--rev", "HEAD", "--scheduler", local.scheduler_address) == 0
    there = outputs(root)
    for out in root.glob("projects/*/out"):
        shutil.rmtree(out)
    assert build(root, "--rev", "HEAD", "--jobs", "1") == 0
    assert outputs(root) == there
    manifest = json.loads(there["projects/p02/out/manifest.json"])
    assert manifest["commit"] == repo.head()


def test_a_mistake_stops_its_project_alone(
    local: Any, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "projects/p02/project.yaml").write_text("package: {\n")
    assert build(root, "--scheduler", local.scheduler_address) == 1
    said = capsys.readouterr().out
    assert "projects/p02/project.yaml:" in said
    assert f"{PROJECTS - 1} built, 1 with errors" in said


def test_what_changes_meanwhile_is_built_from_the_files_as_they_are(
    local: Any, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = Cluster.job

    def job(self: Cluster, slug: str) -> Any:
        sent = send(self, slug)
        if slug == "p03":
            path = root / "projects/p03/project.yaml"
            path.write_text(path.read_text("utf-8").replace("Manufacture of", "Making of"), "utf-8")
        return sent

    monkeypatch.setattr(Cluster, "job", job)
    assert build(root, "--scheduler", local.scheduler_address) == 0
    assert outputs(root) == clean(root)


def test_a_worker_killed_in_the_middle(local: Any, root: Path) -> None:
    opened = open_workspace(root).value
    assert opened is not None
    killed: list[int] = []

    def take_your_time() -> None:
        from sowgen.cluster import worker

        make = worker._make

        def slowly(*given: Any) -> Any:
            time.sleep(0.5)
            return make(*given)

        setattr(worker, "_make", slowly)  # noqa: B010

    with Cluster.connect(local.scheduler_address, Run.begin(opened), Order()) as cluster:
        cluster.client.run(take_your_time)
        slugs = [f"p{number:02}" for number in range(PROJECTS)]

        def one_is_done() -> None:
            if not killed:
                busy = [w for w, keys in cluster.client.processing().items() if keys]
                assert busy, "a worker is in the middle of a project"
                address = busy[0]
                pids = cluster.client.run(os.getpid, workers=[address])
                killed.append(pids[address])
                os.kill(pids[address], signal.SIGKILL)

        came = dict(cluster.build(slugs, one_is_done))
    assert killed
    assert all(isinstance(report, BuildReport) for report in came.values()), came
    assert outputs(root) == clean(root)


def test_all_workers_lost_with_the_shared_files(local: Any, root: Path) -> None:
    opened = open_workspace(root).value
    assert opened is not None
    with Cluster.connect(local.scheduler_address, Run.begin(opened), Order()) as cluster:
        for pid in cluster.client.run(os.getpid).values():
            os.kill(pid, signal.SIGKILL)
        came = dict(cluster.build(["p00", "p01"], lambda: None))
    assert all(isinstance(report, BuildReport) for report in came.values()), came


def test_a_worker_with_another_sowgen(
    local: Any, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sowgen.cluster.coordinator.portable_fingerprint", lambda: "other")
    assert build(root, "--scheduler", local.scheduler_address) == 4
    assert "error[X013]" in capsys.readouterr().out
    assert outputs(root) == {}


def test_a_worker_that_joins_later_is_asked_too(root: Path) -> None:
    from sowgen.cluster.worker import Job, OtherSowgen, work

    with pytest.raises(OtherSowgen):
        work(Shared({}, "", "another"), Job("p00", Order(), {}, {}, {}))


def test_nobody_at_the_address(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    begun = time.monotonic()
    assert build(root, "--scheduler", "tcp://127.0.0.1:9") == 4
    out, err = capfd.readouterr()
    assert "error[X012] nobody answers at `tcp://127.0.0.1:9`" in out
    assert err == ""
    assert time.monotonic() - begun < 15
    assert build(root, "--scheduler", "nonsense") == 4


@pytest.mark.parametrize("scheme", ["tcp", "ws"])
def test_a_server_of_another_kind(
    root: Path, scheme: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:  # takes connections, and never answers
        address = f"{scheme}://127.0.0.1:{other.getsockname()[1]}"
        begun = time.monotonic()
        assert build(root, "--scheduler", address) == 4
        assert time.monotonic() - begun < 3 * PATIENCE
    out, err = capfd.readouterr()
    assert f"error[X012] nobody answers at `{address}`" in out
    assert err == ""


def test_a_web_server_has_no_scheduler(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    web = http.server.HTTPServer(("127.0.0.1", 0), Quiet)
    thread = threading.Thread(target=web.serve_forever)
    thread.start()
    try:
        address = f"ws://127.0.0.1:{web.server_port}"
        assert build(root, "--scheduler", address) == 4
    finally:
        web.shutdown()
        thread.join()
        web.server_close()
    assert "error[X012]" in capfd.readouterr().out


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Says nothing of what it was asked."""

    def log_message(self, *_: object) -> None: ...


def test_the_extra_is_missing(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert build(root, "--scheduler", "tcp://127.0.0.1:9") == 4
    said = capsys.readouterr().out
    assert "error[X001]" in said
    assert "pip install 'sowgen[cluster]'" in said


def test_jobs_are_for_this_machine(root: Path) -> None:
    assert build(root, "--scheduler", "tcp://127.0.0.1:9", "--jobs", "2") == 2


def test_only_what_changed_is_made_again(local: Any, root: Path) -> None:
    assert build(root) == 0
    before = outputs(root)
    add_clause(root, "more")
    assert build(root, "--scheduler", local.scheduler_address) == 0
    assert outputs(root) == clean(root) != before
