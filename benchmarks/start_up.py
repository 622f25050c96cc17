"""Prints what it costs to check one JSON file as a whole process, and which modules of importing that loads: none.

Times are of the processor, each command in turn, so a loaded machine changes them little; the ratio to `python -c pass`
changes least. With MCHECK_BEFORE, the folder `tools` of another checkout, that one is run in turn as well.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

import arguments

ROOT = Path(__file__).resolve().parents[1]
SUBJECT = ROOT / "benchmarks" / "thirty-activities.json"
CHECK = "import sys; from mcheck.__main__ import main; sys.argv = ['mcheck', {!r}]; main()"
LOADED = """
import atexit, sys
libraries = ("mcheck.importing", "openpyxl", "pyld", "et_xmlfile")
def tell():
    print(len(sys.modules), *sorted(name for name in sys.modules if name.startswith(libraries)), file=sys.stderr)
atexit.register(tell)
"""


def processor_time(code: str, tools: Path) -> float:
    """Seconds of the processor that a new Python takes for some code."""
    environment = {**os.environ, "PYTHONPATH": str(tools)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # it is kept between runs, as for everybody who installed the tool
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL, env=environment) as process:
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = 0
    return used.ru_utime + used.ru_stime


def main() -> None:
    runs = arguments.runs(__doc__, 15)
    here, check = ROOT / "tools", CHECK.format(str(SUBJECT))
    commands = {"mcheck FILE.json": (check, here), "python -c pass": ("pass", here)}
    if before := os.environ.get("MCHECK_BEFORE"):
        commands["the other checkout"] = (check, Path(before).resolve())
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, (code, tools) in commands.items():
            seconds = processor_time(code, tools)
            if turn:
                times[name].append(seconds)
    floor = statistics.median(times["python -c pass"])
    for name, seconds in times.items():
        median = statistics.median(seconds)
        print(f"{name:20} {median * 1000:6.0f} ms of the processor, {median / floor:5.2f} of `python -c pass`")
    environment = {**os.environ, "PYTHONPATH": str(here)}
    told = subprocess.run([sys.executable, "-c", LOADED + check], capture_output=True, text=True, env=environment)
    count, *names = told.stderr.splitlines()[-1].split()
    print(f"modules loaded: {count}; of importing and its libraries: {', '.join(names) or 'none'}")


if __name__ == "__main__":
    main()
