"""Prints, in one run: whole-process times against check-jsonschema and `python -c pass`, checks a second, memory."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import arguments

ROOT = Path(__file__).resolve().parents[1]
SUBJECT = ROOT / "benchmarks" / "thirty-activities.json"


def bundled_schema(folder: Path) -> Path:
    """The portfolio schema with its shared parts inside, so that no reference leaves the file."""
    schema = json.loads((ROOT / "schemas" / "portfolio.schema.json").read_text())
    schema["$defs"] = json.loads((ROOT / "schemas" / "common.schema.json").read_text())["$defs"]
    del schema["$id"]
    text = json.dumps(schema).replace("common.schema.json#", "#")
    path = folder / "portfolio.json"
    path.write_text(text)
    return path


def main() -> None:
    runs = arguments.runs(__doc__, 9)
    tools = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as folder:
        commands = {
            "mcheck": [str(tools / "mcheck"), str(SUBJECT)],
            "check-jsonschema": [
                str(tools / "check-jsonschema"), "--schemafile", str(bundled_schema(Path(folder))), str(SUBJECT),
            ],
            "python -c pass": [sys.executable, "-c", "pass"],
        }  # fmt: skip
        # bytecode is kept between runs, as it is for everybody who has installed the tool
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        times: dict[str, list[float]] = {name: [] for name in commands}
        for turn in range(runs + 1):
            for name, command in commands.items():
                begin = time.perf_counter()
                subprocess.run(command, capture_output=True, check=False, env=environment)
                if turn:
                    times[name].append(time.perf_counter() - begin)
    for name, seconds in times.items():
        print(f"{name:18} median {statistics.median(seconds) * 1000:7.1f} ms of {runs} runs")
    ratios = [a / b for a, b in zip(times["mcheck"], times["check-jsonschema"], strict=True)]
    print(f"mcheck / check-jsonschema, run by run: {statistics.median(ratios):.2f}")
    print(f"largest child: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MiB")
    in_process()


def in_process() -> None:
    from mcheck import check, load_catalog, load_portfolio

    catalog, raw, on = load_catalog(), SUBJECT.read_bytes(), date(2026, 11, 24)
    portfolio = load_portfolio(raw, catalog).portfolio

    def whole() -> None:
        check(load_portfolio(raw, catalog), catalog, on=on)

    def engine() -> None:
        check(portfolio, catalog, on=on)

    for name, work in (("read, validate and check", whole), ("check alone", engine)):
        work()
        count, begin = 0, time.perf_counter()
        while time.perf_counter() - begin < 2:
            work()
            count += 1
        print(f"{name:26} {count / (time.perf_counter() - begin):7.0f} a second in one process")


if __name__ == "__main__":
    main()
