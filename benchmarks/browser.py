"""Prints what the engine of the check page costs in Chromium: bytes, start, checks, papers, memory; each as CPython's.

The throttle of the developer tools slows no worker, so the last lines run the engine on the main thread, at full speed
and four times slower. Needs Node.js with npm, and Chromium.
"""

from __future__ import annotations

import gzip
import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import arguments

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests")]
DAY = "2026-11-24"
SUBJECTS = {
    "decided, 30 activities": ROOT / "benchmarks" / "thirty-activities.json",
    "open": ROOT / "examples" / "odd-badge.json",
}
PAGE = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>x</title></head><body></body></html>'
START = """async () => {
  const long = [];
  new PerformanceObserver((list) => long.push(...list.getEntries().map((each) => Math.round(each.duration))))
    .observe({ type: "longtask" });
  const begin = performance.now();
  const { createEngine } = await import("./engine.js");
  window.engine = createEngine({ base: location });
  await engine.load();
  const took = performance.now() - begin;
  await new Promise((resolve) => setTimeout(resolve, 100));
  return [took, Math.max(0, ...long)];
}"""
CALL = """async ([call, text, on]) => {
  const begin = performance.now();
  await engine[call](text, { name: "portfolio.json", on });
  return performance.now() - begin;
}"""
ON_THE_PAGE = """async () => {
  const begin = performance.now();
  const { files } = await (await fetch("engine/manifest.json")).json();
  const get = async (part) => (await fetch(`engine/${files[part].name}`)).arrayBuffer();
  const python = WebAssembly.compileStreaming(fetch(`engine/${files.python.name}`));
  const text = new TextDecoder().decode(await get("engine"))
    .replace("self.onmessage = async", "globalThis.ask = async").replaceAll(/\\bpostMessage\\(/g, "globalThis.told(");
  globalThis.told = (message) => { globalThis.last = message; };
  await import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  const handed = { module: await python, std: await get("std"), app: await get("app"), data: await get("data") };
  await ask({ data: { id: 1, call: "start", args: [handed] } });
  if (last.error) throw new Error(last.error);
  return performance.now() - begin;
}"""


def milliseconds(work: Callable[[], Any], runs: int) -> float:
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        work()
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


def show(name: str, *figures: str) -> None:
    print(f"{name:38} " + " ".join(f"{figure:>14}" for figure in figures))


def sizes(folder: Path) -> None:
    listed = json.loads((folder / "manifest.json").read_text())["files"]
    show("file", "bytes", "gzip -9")
    for part, each in listed.items():
        content = (folder / each["name"]).read_bytes()
        show(part, f"{len(content):,}", f"{len(gzip.compress(content, 9)):,}")


def starts(browser: Any, address: str, runs: int) -> None:
    show("start, ms", "least", "median", "longest task")
    cold, warm, tasks = [], [], []
    for _ in range(runs):
        context = browser.new_context()
        for times in (cold, warm):
            tab = context.new_page()
            tab.goto(f"{address}check/")
            took, task = tab.evaluate(START)
            times.append(took)
            tasks.append(task)
            tab.evaluate(CALL, ["check", "{}", DAY])
            tab.wait_for_timeout(500)
        context.close()
    for name, times in (("first visit", cold), ("second visit", warm)):
        show(name, f"{min(times):.0f}", f"{statistics.median(times):.0f}", f"{max(tasks)}")


def calls(browser: Any, address: str, runs: int) -> None:
    from mcheck import check, load_catalog, load_portfolio, plan

    catalog, day = load_catalog(), date.fromisoformat(DAY)
    tab = browser.new_page()
    tab.goto(f"{address}check/")
    tab.evaluate(START)
    show("one call, ms", "first", "again", "CPython")
    for name, path in SUBJECTS.items():
        raw = path.read_bytes()

        def checked(raw: bytes = raw) -> None:
            check(load_portfolio(raw, catalog, "portfolio.json"), catalog, on=day)

        def planned(raw: bytes = raw) -> None:
            plan(load_portfolio(raw, catalog, "portfolio.json"), catalog, on=day)

        for call, here in (("check", checked), ("plan", planned)):
            times = [tab.evaluate(CALL, [call, raw.decode(), DAY]) for _ in range(runs + 1)]
            here()
            again, there = statistics.median(times[1:]), milliseconds(here, runs)
            show(f"{call}, {name}", f"{times[0]:.0f}", f"{again:.0f}", f"{there:.0f}")
    raw = SUBJECTS["decided, 30 activities"].read_text()
    for call in ("packet", "reportPage", "calendar"):
        times = [tab.evaluate(CALL, [call, raw, DAY]) for _ in range(runs + 1)]
        show(call, f"{times[0]:.0f}", f"{statistics.median(times[1:]):.0f}")
    show("heap, MB", f"{tab.evaluate('engine.heap()') / 1e6:.0f}")


def main_thread(browser: Any, address: str, runs: int) -> None:
    show("on the main thread, ms", "least", "median")
    for rate in (1, 4):
        times = []
        for _ in range(runs):
            tab = browser.new_page()
            tab.goto(f"{address}check/")
            session = tab.context.new_cdp_session(tab)
            session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
            times.append(tab.evaluate(ON_THE_PAGE))
            tab.close()
        show(f"start, slowed {rate} times", f"{min(times):.0f}", f"{statistics.median(times):.0f}")


def main() -> None:
    runs = arguments.runs(__doc__, 5)
    from maintenance import browser_bundle
    from playwright.sync_api import sync_playwright
    from site_helpers import served
    from website.csp import with_policy

    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        check = Path(shutil.copytree(ROOT / "docs" / "check", Path(work, "check"), ignore=lambda *_: ["index.md"]))
        browser_bundle.write(check / "engine", ROOT / "catalog")
        page = with_policy(PAGE, runs_engine=True)
        (check / "index.html").write_text(page.replace("script-src 'self'", "script-src 'self' blob:"))
        program = shutil.which("chromium") or playwright.chromium.executable_path
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        sizes(check / "engine")
        with served(Path(work)) as address:
            starts(browser, address, runs)
            calls(browser, address, runs)
            main_thread(browser, address, runs)
        browser.close()


if __name__ == "__main__":
    main()
