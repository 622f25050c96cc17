"""A Dask cluster in place of processes: the same rows in the same order, also when a worker is killed."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from batch_run import ON, random_portfolios, run
from helpers import CATALOG, edit_record

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(autouse=True)
def distributed() -> Any:
    return pytest.importorskip("distributed", reason="Dask is not installed: pip install -e '.[dask]'")


@pytest.fixture
def cluster(distributed: Any) -> Iterator[Any]:
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as found:
        yield found


def test_a_killed_worker_changes_nothing(cluster: Any, tmp_path: Path) -> None:
    random_portfolios(tmp_path, 120)
    words = (tmp_path, "--on", ON, "--format", "jsonl")
    here = run(*words, "--jobs", 2).stdout
    victim = next(iter(cluster.workers.values()))
    killed, over = threading.Event(), threading.Event()

    def kill() -> None:
        while not (killed.is_set() or over.is_set()):
            if cluster.scheduler.workers[victim.worker_address].processing:
                os.kill(victim.pid, signal.SIGKILL)
                killed.set()
            time.sleep(0.005)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        there = run(*words, "--executor", "dask", "--scheduler", cluster.scheduler_address)
    finally:
        over.set()
        killer.join()
    assert killed.is_set(), "it was done before a worker could be killed"
    assert there.stdout == here
    assert len(here.splitlines()) == 120


def test_a_worker_with_another_catalog_is_refused(cluster: Any, tmp_path: Path) -> None:
    random_portfolios(tmp_path, 3)
    (tmp_path / "one").mkdir()
    shutil.copytree(CATALOG, tmp_path / "one" / "catalog")
    chosen = tmp_path / "one" / "catalog"
    words = ("--on", ON, "--executor", "dask", "--scheduler", cluster.scheduler_address, "--catalog", chosen)
    files = sorted(tmp_path.glob("*.json"))
    assert run(*files, *words).exit_code in (0, 1)  # every worker has read it now
    edit_record(chosen, "activities/workshop", lambda record: record.update(name="Workshops"))
    refused = run(*files, *words)
    assert refused.exit_code == 2
    assert "catalog" in refused.stderr


def test_where_no_cluster_is_it_says_so(tmp_path: Path) -> None:
    random_portfolios(tmp_path, 1)
    assert run(tmp_path, "--executor", "dask").exit_code == 2
    assert run(tmp_path, "--scheduler", "tcp://127.0.0.1:1").exit_code == 2
