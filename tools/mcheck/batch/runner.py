"""Work handed to an executor in chunks; results come back in the order of the work, and little is under way at once."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from multiprocessing import parent_process
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

CHUNK = 16
"""Portfolios that a worker is given at a time."""
AHEAD = 4
"""Chunks for each worker that are under way at once."""


class Here(Executor):
    """Does each piece of work at once, in this process."""

    def submit(self, fn: Callable[..., R], /, *args: object, **more: object) -> Future[R]:
        done: Future[R] = Future()
        done.set_result(fn(*args, **more))
        return done


@contextmanager
def processes(jobs: int) -> Iterator[tuple[Executor, int]]:
    """An executor of processes on this machine, and how many; with one job the work is done in this process."""
    executor = Here() if jobs == 1 else ProcessPoolExecutor(jobs, initializer=_serve)
    try:
        yield executor, jobs
    finally:
        executor.shutdown(cancel_futures=True)


@contextmanager
def dask(address: str) -> Iterator[tuple[Executor, int]]:
    """An executor on the Dask cluster whose scheduler is at an address, and how many threads work there.

    What a worker that dies had to do is done by another one. Raises NoCluster where Dask is not installed, or nobody
    answers.
    """
    try:
        import distributed
    except ImportError:
        raise NoCluster('Dask is not installed. Install it with: pip install "mcheck[dask]"') from None
    try:
        connect: Any = distributed.Client  # has no types
        client = connect(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError, TypeError) as problem:
        raise NoCluster(f"No scheduler answers at {address} ({type(problem).__name__}).") from None
    with client:
        workers = sum(client.nthreads().values())
        if not workers:
            raise NoCluster(f"The scheduler at {address} has no workers.")
        yield client.get_executor(), workers


class NoCluster(RuntimeError):
    """There is no cluster to work on; the text says why."""


def _serve() -> None:
    """Begins a worker of the process that writes, which alone answers Ctrl-C; a worker ends when that is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it reaches every process of a terminal
    Thread(target=_end_with_the_writer, daemon=True).start()


def _end_with_the_writer() -> None:
    writer = parent_process()
    if writer is not None:
        writer.join()
        os._exit(1)


def in_order(
    executor: Executor, work: Callable[[Sequence[T]], Sequence[R]], items: Iterable[T], workers: int
) -> Iterator[R]:
    """What `work` makes of each item, in the order of the items, whichever worker is done first."""
    waiting: deque[Future[Sequence[R]]] = deque()
    left = iter(items)
    while chunk := tuple(islice(left, CHUNK)):
        waiting.append(executor.submit(work, chunk))
        if len(waiting) >= workers * AHEAD:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def cores() -> int:
    """How many processes can work at once on this machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
