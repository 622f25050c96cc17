"""The modules are pure, and what they give goes into a MkDocs site as it is."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import CATALOG, ROOT
from jinja2 import Environment, StrictUndefined
from machine_files import published, sources
from mcheck import Catalog
from website.api import overview

PACKAGE = ROOT / "tools" / "website" / "api"

HOOK = """
import sys
from pathlib import Path
sys.path.insert(0, {tools!r})
from mkdocs.structure.files import File, InclusionLevel
from mcheck import load_catalog
from website.api import files

def on_files(found, config):
    for path, content in files(load_catalog(Path({catalog!r}))).items():
        found.append(File.generated(config, path, content=content, inclusion=InclusionLevel.INCLUDED))
"""


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*.py")), ids=lambda path: path.stem)
def test_a_module_reads_nothing_but_the_catalog_it_is_given(path: Path) -> None:
    tree = ast.parse(path.read_text())
    imported = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            imported.add("ours" if node.level else (node.module or "").split(".")[0])
        elif isinstance(node, ast.Import):
            imported.update(alias.name.split(".")[0] for alias in node.names)
    assert imported <= set(sys.stdlib_module_names) | {"ours", "mcheck", "website"}
    assert not imported & {"os", "pathlib", "io", "time", "random", "socket", "subprocess"}
    called = {node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and hasattr(node.func, "attr")}
    assert not called & {"today", "now", "utcnow", "uuid1", "uuid4"}
    if path.name != "__init__.py":  # which reads the schemas
        assert not called & {"read_bytes", "read_text", "open"}


def test_a_mkdocs_build_publishes_every_file_byte_for_byte(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Home\n")
    (tmp_path / "hook.py").write_text(HOOK.format(tools=str(ROOT / "tools"), catalog=str(CATALOG)))
    (tmp_path / "mkdocs.yml").write_text("site_name: Test\nstrict: true\nhooks: [hook.py]\n")
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    run = [sys.executable, "-m", "mkdocs", "build", "-q"]
    subprocess.run(run, cwd=tmp_path, env=environment, check=True, capture_output=True)
    for path, content in published().items():
        assert (tmp_path / "site" / path).read_bytes() == content, path


@pytest.mark.parametrize("trim", [True, False])
def test_the_page_about_the_api_needs_only_the_overview_and_lists_every_collection(trim: bool) -> None:
    text = (ROOT / "docs" / "reference" / "api.md").read_text()
    template = Environment(undefined=StrictUndefined, trim_blocks=trim).from_string(text)
    page = template.render(api=overview(Catalog(sources())))
    rows = page[page.index("| Collection |") :].partition("\n\n")[0].splitlines()
    assert len(rows) == 2 + len(overview(Catalog(sources()))["collections"]), "the table ends with its last row"
    for collection in overview(Catalog(sources()))["collections"]:
        row = f"| [{collection['name']}](../api/v1/{collection['name']}.json) | {collection['says']} |"
        assert f"{row} {collection['count']} |\n" in page
    for link in {part.partition(")")[0] for part in page.split("](../")[1:]}:
        assert link in published(), link
