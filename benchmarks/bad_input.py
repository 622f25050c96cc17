"""Prints, for every kind of bad input the tests know and some larger ones, how long `mcheck` took and how much memory.

Aims: below 1 s and 200 MB each; the worst are printed last.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import arguments

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from loading.test_load import BAD  # noqa: E402

LARGE = {
    "200 MB of spaces": (b"", b" " * 1000, 200_000, b""),
    "1 MB of brackets": (b"", b"[" * 1000, 999, b""),
    "1 MB of one text": (b'"', b"x" * 1000, 999, b'"'),
    "1 MB of activities": (b'{"licenses": [], "activities": [', b'{"kind": "x"},', 71_000, b"{}]}"),
    "500 activities, all wrong": (
        b'{"licenses": [{"fild": 1}], "activities": [',
        b'{"kynd": 1, "tytle": "x", "hours": -3, "completed": "no"},',
        499,
        b"{}]}",
    ),
}
"""Head, what is repeated, how often, tail. Written bit by bit: the memory of this process counts in its children."""


def main() -> None:
    arguments.none(__doc__)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name, (head, repeated, count, tail) in {
            **{n: (c[0], b"", 0, b"") for n, c in BAD.items()},
            **LARGE,
        }.items():
            path = Path(folder) / "bad.json"
            with path.open("wb") as stream:
                stream.write(head)
                for _ in range(count):
                    stream.write(repeated)
                stream.write(tail)
            begin = time.perf_counter()
            process = subprocess.Popen(
                [sys.executable, "-m", "mcheck", str(path)],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
            )
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            rows.append((time.perf_counter() - begin, usage.ru_maxrss / 1024, process.returncode, name))
    for seconds, megabytes, status, name in sorted(rows):
        print(f"{seconds:6.2f} s {megabytes:5.0f} MB  status {status}  {name}")


if __name__ == "__main__":
    main()
