"""What the tests of `mcheck batch` share: running it, reading its rows, and random portfolios to run it on."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from helpers import ROOT, catalog
from mcheck.cli import main_group
from mcheck.loading.save import Occupied

sys.path.insert(0, str(ROOT / "benchmarks"))
import subjects

ON = "2026-11-24"


def run(*args: object) -> Result:
    result = CliRunner().invoke(main_group, ["batch", *map(str, args)])
    if isinstance(result.exception, Occupied):
        raise result.exception  # the entry point turns it into words
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def lines(*args: object) -> list[Any]:
    return [json.loads(line) for line in run(*args, "--format", "jsonl").stdout.splitlines()]


def table(*args: object) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run(*args, "--format", "csv").stdout)))


def random_portfolios(folder: Path, number: int) -> list[Path]:
    """Random files whose titles are what rows call activities, so that the words of both can be compared."""
    credentials = [record["id"] for record in catalog().all("credentials")]
    paths = []
    for seed in range(number):
        badges, licenses = (0, 1) if seed % 3 else (seed % 5, 1 + seed % 3)
        data = subjects.portfolio(seed % 14, badges, licenses, credentials, stated=0.8, seed=seed)
        for place, each in enumerate(data["activities"], 1):
            each["title"] = f"activity {place}"
        paths.append(folder / f"{seed:04}.json")
        paths[-1].write_text(json.dumps(data))
    return paths
