"""Nothing gets out once the page is sealed: not from the page, from its worker or from Python."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from site_helpers import NewContext, only_worker, served

WAYS = {
    "fetch": "fetch(to)",
    "XHR": """new Promise((sent, refused) => {
        const request = new XMLHttpRequest();
        [request.onload, request.onerror] = [sent, refused];
        request.open("GET", to);
        request.send();
    })""",
    "WebSocket": """new Promise((sent, refused) => {
        const socket = new WebSocket(to.replace("http", "ws"));
        [socket.onopen, socket.onerror] = [sent, refused];
    })""",
    "EventSource": """new Promise((sent, refused) => {
        const events = new EventSource(to);
        [events.onopen, events.onerror] = [sent, refused];
    })""",
}
ON_PAGES_ONLY = {
    "picture": """new Promise((sent, refused) => {
        const picture = new Image();
        [picture.onload, picture.onerror] = [sent, refused];
        picture.src = to;
    })""",
    "module": "import(to)",
    "style": """new Promise((sent, refused) => {
        const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: to });
        [link.onload, link.onerror] = [sent, refused];
        document.head.append(link);
    })""",
    "frame": """new Promise((sent, refused) => {
        const frame = Object.assign(document.createElement("iframe"), { src: to });
        addEventListener("securitypolicyviolation", refused);
        frame.onload = sent;
        document.body.append(frame);
    })""",
    "worker from an address": """new Promise((sent, refused) => {
        const worker = new Worker(to, { type: "module" });
        [worker.onmessage, worker.onerror] = [sent, refused];
    })""",
    "beacon": """new Promise((_, refused) => {
        addEventListener("securitypolicyviolation", refused);
        navigator.sendBeacon(to, "x");
    })""",
}
PYTHON = """async (to) => {
  const python = pythonOfTheTest();
  python.globals.set("to", to);
  return python.runPythonAsync("import js\\nawait js.fetch(to)").then(() => "sent", () => "refused");
}"""


@pytest.fixture(scope="module")
def open_site(engine_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same page with a worker that hands out its interpreter, so that Python can be asked to send something."""
    folder = Path(shutil.copytree(engine_site, tmp_path_factory.mktemp("open") / "site"))
    engine = folder / "check" / "engine"
    manifest = json.loads((engine / "manifest.json").read_text())
    listed = manifest["files"]["engine"]
    worker = (engine / listed["name"]).read_bytes() + b"\nself.pythonOfTheTest = () => python;\n"
    (engine / listed["name"]).write_bytes(worker)
    listed |= {"bytes": len(worker), "sha256": hashlib.sha256(worker).hexdigest()}
    (engine / "manifest.json").write_text(json.dumps(manifest))
    with served(folder) as base:
        yield base


@pytest.fixture
def arrived(new_context: NewContext, open_site: str) -> tuple[Any, list[str]]:
    """A sealed tab, and every address from which an answer came after the seal."""
    context = new_context()
    tab = context.new_page()
    tab.goto(f"{open_site}check/")
    tab.evaluate("engine.load()")
    answers: list[str] = []
    context.on("response", lambda response: answers.append(response.url))
    return tab, answers


def _tried(way: str) -> str:
    return f"async (to) => {{ try {{ await ({way}); return 'sent'; }} catch {{ return 'refused'; }} }}"


@pytest.mark.parametrize("host", ["the own", "another"])
def test_nothing_leaves_a_sealed_page(arrived: tuple[Any, list[str]], engine_address: str, host: str) -> None:
    tab, answers = arrived
    address = tab.url if host == "the own" else f"{engine_address}check/"
    to = f"{address}engine/manifest.json?secret"
    for name, way in {**WAYS, **ON_PAGES_ONLY}.items():
        assert tab.evaluate(_tried(way), to) == "refused", name
    worker = only_worker(tab)
    for name, way in WAYS.items():
        assert worker.evaluate(_tried(way), to) == "refused", f"{name} in the worker"
    assert worker.evaluate(PYTHON, to) == "refused"
    tab.evaluate("engine.check('{}', {})")
    assert answers == []
