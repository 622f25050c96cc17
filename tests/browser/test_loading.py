"""The engine comes once, however bad the network is, and then works without one."""

from __future__ import annotations

import functools
import http.server
import itertools
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from helpers import CATALOG, EXAMPLES
from site_helpers import NewContext, only_worker, wait_until

LOAD = "engine.load().then(() => 'ready', (error) => error.code)"
VERDICT = "async (text) => (await engine.check(text, { name: 'x.json', on: '2026-11-24' })).report.verdict"
PACKET = "async (text) => (await engine.packet(text, { name: 'x.json', on: '2026-11-24' })).html.length > 1000"
SOURCE = (EXAMPLES / "on-track.json").read_text()
REFUSED_STORAGE = """
for (const [where, name] of [[window, "caches"], [window, "localStorage"], [navigator, "serviceWorker"]])
  Object.defineProperty(where, name, { get() { throw new DOMException("refused", "SecurityError"); } });
"""
NO_SERVICE_WORKER_IN_TIME = """
Object.defineProperty(navigator.serviceWorker, "ready", { get: () => new Promise(() => {}) });
"""


class _Server(http.server.ThreadingHTTPServer):
    """A server that can stop in the middle of a file, and notes what it is asked for."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), functools.partial(_Handler, directory=str(folder)))
        self.goes_on = threading.Event()
        """While it is not set, no file of more than a few pieces ends."""
        self.goes_on.set()
        self.asked: list[str] = []
        self.address = f"http://127.0.0.1:{self.server_port}/"


class _Handler(http.server.SimpleHTTPRequestHandler):
    server: _Server

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        super().do_GET()

    def copyfile(self, source: Any, outputfile: Any) -> None:
        for number in itertools.count():
            piece = source.read(65536)
            if number == 8:
                self.server.goes_on.wait()
            try:
                outputfile.write(piece)
            except OSError:  # who asked has gone
                return
            if not piece:
                return


@contextmanager
def serving(folder: Path, port: int = 0) -> Iterator[_Server]:
    with _Server(folder, port) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def context(new_context: NewContext) -> Any:
    return new_context()


def open_page(context: Any, address: str, query: str = "") -> Any:
    tab = context.new_page()
    tab.goto(f"{address}check/{query}")
    return tab


def wait_until_kept(tab: Any) -> None:
    wait_until(tab, "caches.match(new URL('engine/manifest.json', location)).then(Boolean)")


def test_after_one_visit_and_one_check_it_works_without_a_network(context: Any, engine_site: Path) -> None:
    with serving(engine_site) as server:
        tab = open_page(context, server.address)
        assert tab.evaluate(LOAD) == "ready"
        assert tab.evaluate(VERDICT, SOURCE) == "not-met"
        wait_until_kept(tab)
        assert tab.evaluate(PACKET, SOURCE), "a library comes after the seal, by the service worker"
        asked = [path for path in server.asked if path.endswith((".zip", ".wasm", ".mjs"))]
        assert len(asked) == len(set(asked)), "nothing large came twice"
        address = server.address
    tab = open_page(context, address, "?on=2026-11-24")
    assert tab.evaluate(LOAD) == "ready"
    assert tab.evaluate(VERDICT, SOURCE) == "not-met"
    assert tab.evaluate(PACKET, SOURCE)
    with pytest.raises(Exception, match="Connect"):
        tab.evaluate("(text) => engine.calendar(text, { on: '2026-11-24' })", SOURCE)


def test_what_came_before_the_seal_is_kept_where_the_service_worker_is_late(context: Any, engine_site: Path) -> None:
    context.add_init_script(NO_SERVICE_WORKER_IN_TIME)
    with serving(engine_site) as server:
        tab = open_page(context, server.address, "?patience=1")
        assert tab.evaluate(VERDICT, SOURCE) == "not-met"
        assert tab.evaluate(PACKET, SOURCE)
        wait_until_kept(tab)
        address = server.address
    tab = open_page(context, address, "?patience=1")
    assert tab.evaluate(VERDICT, SOURCE) == "not-met"
    assert tab.evaluate(PACKET, SOURCE)


def test_a_new_catalog_takes_the_place_of_the_one_that_is_kept(context: Any, engine_site: Path, tmp_path: Path) -> None:
    from maintenance import browser_bundle

    site = Path(shutil.copytree(engine_site, tmp_path / "site"))
    with serving(site) as server:
        tab = open_page(context, server.address)
        tab.evaluate(VERDICT, SOURCE)
        wait_until_kept(tab)
        catalog = Path(shutil.copytree(CATALOG, tmp_path / "catalog"))
        meta = json.loads((catalog / "catalog.json").read_text()) | {"edition": "2027.1.1"}
        (catalog / "catalog.json").write_text(json.dumps(meta))
        browser_bundle.write(site / "check" / "engine", catalog)
        tab = open_page(context, server.address)
        assert tab.evaluate(LOAD) == "ready"
        assert tab.evaluate("engine.catalog.edition") == "2027.1.1"
        tab.evaluate(VERDICT, SOURCE)
        wait_until(tab, "caches.keys().then((names) => names.length === 2)")
        large = [path for path in server.asked if path.endswith((".wasm", ".mjs"))]
        assert len(large) == 2, "what did not change was not fetched again"
    tab = open_page(context, server.address)
    assert tab.evaluate(LOAD) == "ready"
    assert tab.evaluate("engine.catalog.edition") == "2027.1.1"


def test_a_slow_network_shows_progress_and_can_be_cancelled(context: Any, engine_site: Path) -> None:
    with serving(engine_site) as server:
        tab = open_page(context, server.address)
        server.goes_on.clear()
        tab.evaluate(f"void (window.loading = {LOAD})")
        wait_until(tab, "told.some(({ loadedBytes }) => loadedBytes > 500_000)")
        tab.evaluate("engine.cancel()")
        assert tab.evaluate("loading") == "cancelled"
        assert tab.evaluate("engine.state") == "idle"
        loaded = tab.evaluate("told.map((each) => each.loadedBytes)")
        assert loaded == sorted(loaded)
        assert 0 < loaded[-1] < tab.evaluate("told.at(-1).totalBytes")
        server.goes_on.set()
        assert tab.evaluate(LOAD) == "ready"
        end = tab.evaluate("told.at(-1)")
        assert end["step"] == end["steps"]
        assert end["loadedBytes"] == end["totalBytes"]


def test_a_lost_connection_is_told_and_tried_again(context: Any, engine_site: Path) -> None:
    with serving(engine_site) as server:
        tab = open_page(context, server.address)
        for hindrance in (lambda route: route.fulfill(body=b"x" * 1000), lambda route: route.abort()):
            context.route("**/app.*", hindrance)
            assert tab.evaluate(LOAD) == "network"
            context.unroute("**/app.*")
        assert tab.evaluate(LOAD) == "ready"
        assert tab.evaluate(VERDICT, SOURCE) == "not-met"


def test_nothing_is_fetched_before_the_engine_is_wanted(context: Any, engine_site: Path) -> None:
    with serving(engine_site) as server:
        open_page(context, server.address).wait_for_timeout(300)
        assert [path for path in server.asked if "engine/" in path] == []


def test_a_browser_that_keeps_nothing_can_check_all_the_same(context: Any, engine_site: Path) -> None:
    context.add_init_script(REFUSED_STORAGE)
    with serving(engine_site) as server:
        tab = open_page(context, server.address)
        assert tab.evaluate(VERDICT, SOURCE) == "not-met"
        assert tab.evaluate(PACKET, SOURCE)


@pytest.mark.parametrize("lacking", ["delete WebAssembly.compileStreaming", "delete window.Worker"])
def test_a_browser_that_cannot_is_told_before_anything_is_fetched(
    context: Any, engine_site: Path, lacking: str
) -> None:
    context.add_init_script(lacking)
    with serving(engine_site) as server:
        assert open_page(context, server.address).evaluate(LOAD) == "unsupported"
        assert [path for path in server.asked if "engine/" in path] == []


def test_a_site_without_the_engine_says_so(context: Any, engine_site: Path, tmp_path: Path) -> None:
    site = shutil.copytree(engine_site, tmp_path / "site", ignore=shutil.ignore_patterns("engine"))
    with serving(Path(site)) as server:
        assert open_page(context, server.address).evaluate(LOAD) == "unsupported"


def test_a_worker_that_ends_is_started_again(tab: Any) -> None:
    assert tab.evaluate(LOAD) == "ready"
    first = only_worker(tab)
    first.evaluate("self.close()")
    assert tab.evaluate(VERDICT, SOURCE) == "not-met"
    only_worker(tab, first).evaluate("self.close()")
    wait_until(tab, "engine.state === 'failed'")
    assert tab.evaluate(VERDICT, SOURCE) == "not-met", "whoever asks again gets an answer"


def test_a_plan_can_be_stopped(tab: Any) -> None:
    tab.evaluate(LOAD)
    stopped = """async (text) => {
      const plan = engine.plan(text).then(() => 'made', (error) => error.code);
      while (engine.state !== 'busy') await null; // not so long that an answer could come
      await engine.stop();
      return [await plan, engine.state];
    }"""
    assert tab.evaluate(stopped, SOURCE) == ["cancelled", "ready"]
    assert tab.evaluate(VERDICT, SOURCE) == "not-met"


def test_the_interpreter_stays_small(tab: Any) -> None:
    for path in sorted(EXAMPLES.glob("*.json")):
        tab.evaluate("(text) => engine.check(text)", path.read_text())
    assert tab.evaluate("engine.heap()") < 64_000_000
