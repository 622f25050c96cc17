"""CPU seconds of `mcheck batch` for 1,000 portfolios beyond start-up, in one process, as a ratio to check-jsonschema.

check-jsonschema only validates the same files. Prints where the time goes as well: reading, judging, reporting.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import arguments
import subjects
from mcheck import load_catalog, load_portfolio
from mcheck.judging.details import Details
from mcheck.reporting.build import assess, check
from run import bundled_schema

MANY = 1000
ON = date(2026, 11, 24)


def main() -> None:
    turns = arguments.runs(__doc__, 3)
    tools = Path(sys.executable).parent
    credentials = [record["id"] for record in load_catalog().all("credentials")]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "many"
        folder.mkdir()
        for seed in range(MANY):
            badges, licenses = (0, 1) if seed % 10 < 7 else (1 + seed % 6, 1 + (seed % 10 == 9))
            data = subjects.portfolio(8 + seed % 11, badges, licenses, credentials, stated=0.9, seed=seed)
            (folder / f"{seed:04}.json").write_text(json.dumps(data))
        files = sorted(map(str, folder.iterdir()))
        batch = [str(tools / "mcheck"), "batch", "--on", str(ON), "--jobs", "1", "--format", "csv"]
        validate = [str(tools / "check-jsonschema"), "--schemafile", str(bundled_schema(Path(place)))]
        ratios = []
        for _ in range(turns):
            ours = _cpu([*batch, str(folder)]) - _cpu([*batch, files[0]])
            theirs = _cpu([*validate, *files]) - _cpu([*validate, files[0]])
            ratios.append(ours / theirs)
            print(f"{MANY} portfolios: mcheck batch {ours:.2f} CPU s, check-jsonschema {theirs:.2f} CPU s")
        print(f"mcheck batch / check-jsonschema: {statistics.median(ratios):.2f}")
        print(f"largest child: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MiB")
        _parts(files)


def _cpu(command: list[str]) -> float:
    """CPU seconds that a command takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _parts(files: list[str]) -> None:
    """CPU seconds of each part, in this process."""
    catalog, begin = load_catalog(), time.process_time()
    portfolios = [load_portfolio(name, catalog).portfolio for name in files]
    read = time.process_time()
    found = [assess(each, catalog, ON, sets="none") for each in portfolios]
    judged = time.process_time()
    for each in found:
        Details(each)
    checked = time.process_time()
    del found
    again = time.process_time()
    for portfolio in portfolios:
        check(portfolio, catalog, on=ON, sets="none")
    whole = time.process_time() - again
    print(f"read and validate {read - begin:.2f}, verdicts {judged - read:.2f}, ", end="")
    print(f"checks and notices {checked - judged:.2f}, the rest of a report {whole - (checked - read):.2f}")


if __name__ == "__main__":
    main()
