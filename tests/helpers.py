"""What several test modules share: a check from a file, and the heart of a report."""

from __future__ import annotations

import json
import os
import pickle
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, cast

from mcheck import Catalog, check, load_catalog, load_portfolio

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases"
CASE_FILES = sorted(CASES.rglob("portfolio.json"))
EXAMPLES = ROOT / "examples"
CATALOG = ROOT / "tests" / "catalog-frozen"
"""The copy of the catalog that tests know, so that a fact that changes in the catalog turns none of them red."""
MORE = int(os.environ.get("MCHECK_CASES", "1"))
"""How many times as many random examples are tried."""


@cache
def _cases() -> dict[str, Path]:
    folders = [path.parent for path in CASE_FILES]
    named = {folder.name: folder for folder in folders}
    assert len(named) == len(folders), "two cases have the same name"
    return named


def case(name: str) -> Path:
    """The folder of a case, by its own name: those above it name the record whose rule it exercises."""
    return _cases()[name]


@cache
def catalog() -> Catalog:
    """The copy that tests know; it is also what commands open by default while tests run (`conftest.py`)."""
    return load_catalog(CATALOG)


@cache
def live_catalog() -> Catalog:
    """The catalog that is published: for what must hold of it whatever its facts become."""
    return load_catalog(ROOT / "catalog")


def edit_record(folder: Path, record: str, change: Callable[[Any], Any]) -> None:
    """Changes the JSON of a record ("questions/odd-badge") in a copy of the catalog."""
    path = folder / f"{record}.json"
    data = json.loads(path.read_text())
    change(data)
    path.write_text(json.dumps(data))


def exercises(folder: Path) -> list[str]:
    """The addresses of the rules that a case is there for, from the first line of its `why.md`."""
    key, _, addresses = (folder / "why.md").read_text().partition("\n")[0].partition(": ")
    assert key == "exercises", folder
    return addresses.split(", ")


def judge_data(data: Any, the_catalog: Catalog | None = None, **options: Any) -> dict[str, Any]:
    """The report on portfolio data that is already in memory."""
    return _judge(json.dumps(data).encode(), "test.json", the_catalog or catalog(), **options)


def judge(path: Path, the_catalog: Catalog | None = None, **options: Any) -> dict[str, Any]:
    """The report on a portfolio file, which must be readable."""
    return _judge(path.read_bytes(), path.name, the_catalog or catalog(), **options)


def _judge(raw: bytes, name: str, the_catalog: Catalog, **options: Any) -> dict[str, Any]:
    """A report of its own for whoever asks; what is asked for again and again is judged once."""
    kept = _judged if options else _judged_once
    return cast(dict[str, Any], pickle.loads(kept(raw, name, the_catalog, **options)))


def _judged(raw: bytes, name: str, the_catalog: Catalog, **options: Any) -> bytes:
    file = load_portfolio(raw, the_catalog, name)
    assert [m for m in file.messages if m.severity == "error"] == []
    return pickle.dumps(check(file, the_catalog, today=date(2026, 11, 24), **options))


_judged_once = lru_cache(maxsize=2000)(_judged)


def calls_of(work: Callable[[], object]) -> int:
    """How many calls a piece of work makes, those into C included: grows like its time, and is alike on any machine."""
    count = 0

    def seen(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def plain(value: Any) -> Any:
    """Decimals as floats, so that it compares with JSON."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def _stated(told: dict[str, Any]) -> dict[str, str]:
    """What counted of sums, and what of them was not checked."""
    made = {x["pointer"]: f"{x['counted']} of {x['points']}" for x in told["sums"]}
    if "badges" in told:
        x = told["badges"]
        made["/stated/badges"] = f"{x['count']}: {x['worth_least']} to {x['worth_most']}, {x['counted']} counted"
    return made | {"not_checked": ", ".join(x["id"] for x in told["not_checked"])}


def trio_of(pair: dict[str, Any]) -> list[str]:
    """A pair of badges of a report, with the third one that stands beside it."""
    return [*pair["badges"], *([pair["third"]["badge"]] if "third" in pair else [])]


def summary(report: dict[str, Any]) -> dict[str, Any]:
    """The heart of a report: verdicts, numbers and codes, without words that may improve."""
    licenses = {}
    for x in report["licenses"]:
        made = {key: x[key] for key in ("status", "renewed_as", "verdict", "state", "edition") if key in x}
        for key in ("window", "can_apply_from", "proof", "points_alone"):
            if key in x:
                made[key] = x[key]
        if "windows" in x:
            made["windows"] = {
                w["reading"]: f"{w['from']} to {w.get('to', '-')}: {w['counts'][-1]['have']}{', shown' * w['shown']}"
                for w in x["windows"]
            }
        if x["requirements"]:
            made["requirements"] = {r["id"]: f"{r['have']} of {r['need']}, {r['state']}" for r in x["requirements"]}
        if x["gates"]:
            made["gates"] = {g["id"]: g["state"] for g in x["gates"]}
        if x["depends_on"]:
            made["depends_on"] = x["depends_on"]
        if "tight_sets" in x:
            keys = ("readings", "need", "activities", "give")
            made["tight_sets"] = [
                {"requirements": [f"{r['license']} {r['requirement']}" for r in tight["requirements"]]}
                | {key: tight[key] for key in keys if key in tight}
                for tight in x["tight_sets"]
            ]
        if "once_done" in x:
            made["once_done"] = x["once_done"]["verdict"]
        licenses[x["id"]] = made
    return plain(
        {
            "verdict": report["verdict"],
            **({"primary": report["primary"]["pointer"]} if "primary" in report else {}),
            "licenses": licenses,
            "activities": {
                a["pointer"]: f"{a['counted']} of {a['worth']}, {a['state']}"
                + "".join(f", {r['code']}" for r in a["reasons"])
                for a in report["activities"]
            },
            **({"stated": _stated(report["stated"])} if "stated" in report else {}),
            **({"pairs": [trio_of(p) for p in report["pairs"]]} if report["pairs"] else {}),
            **({"pathways": [p["id"] for p in report["pathways"]]} if report["pathways"] else {}),
            "messages": [f"{m['code']} {m['pointer']}" for m in report["messages"]],
        }
    )
