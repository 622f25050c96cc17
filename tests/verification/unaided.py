"""Confirms reports in a process in which no room that judges, places points, reports or plans can be imported.

On standard input: a list of {"portfolio": path, "report": text, "forged": [[path in the report, value], ...]}. On
standard output: {"unconfirmed": [...], "missed": [...]}, the names of portfolios.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from pathlib import Path
from types import ModuleType
from typing import Any

CLOSED = ("regulation", "allocation", "judging", "reporting", "planning", "rendering")


class ClosedRooms(MetaPathFinder):
    """Refuses every module of the rooms that the verifier must do without."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        first, *rooms = name.split(".")
        if first == "mcheck" and rooms[:1] and rooms[0] in CLOSED:
            raise ImportError(f"{name} is closed here")


def main() -> None:
    sys.meta_path.insert(0, ClosedRooms())
    sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "tools")]
    for room in CLOSED:
        try:
            __import__(f"mcheck.{room}")
        except ImportError:
            continue
        raise AssertionError(f"{room} is open")
    from mcheck import verify
    from mcheck.core.reports.confirmation import CONFIRMED
    from mcheck.loading.catalog_folder import load_catalog
    from mcheck.loading.json_text import parse_json
    from mcheck.loading.load import load_portfolio
    from mcheck.loading.schema import validate
    from verification.tampering import changed, pattern

    catalog = load_catalog(Path(__file__).parents[2] / "tests" / "catalog-frozen")
    unconfirmed, missed = list[Any](), list[Any]()
    for given in parse_json(sys.stdin.buffer.read()):
        path = Path(given["portfolio"])
        loaded = load_portfolio(path.read_bytes(), catalog, path.name)
        report = parse_json(given["report"].encode())

        def refused(told: dict[str, Any], loaded: Any = loaded) -> bool:
            return bool(validate(told, "report")) or any(
                found.state != CONFIRMED for found in verify(told, loaded, catalog)
            )

        if refused(report):
            unconfirmed.append(str(path))
        for place, value in given["forged"]:
            if not refused(changed(report, tuple(place), value)):
                missed.append([str(path), pattern(tuple(place)), str(value)])
    json.dump({"unconfirmed": unconfirmed, "missed": missed}, sys.stdout)


if __name__ == "__main__":
    main()
