"""The generated parts of the documents say what the schemas, the catalog and the code say."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pytest
from clone import make_clone
from helpers import ROOT


def load(root: Path = ROOT) -> ModuleType:
    spec = importlib.util.spec_from_file_location("manual", root / "tools" / "maintenance" / "generate_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


manual = load()


@pytest.mark.parametrize("name", manual.DOCUMENTS)
def test_generated_parts_are_up_to_date(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert manual.renew(text, manual.DOCUMENTS[name]) == text, (
        "run `python tools/maintenance/generate_docs.py` and commit the result"
    )


def test_every_folder_of_the_catalog_is_in_the_manual() -> None:
    assert set(manual.FOLDERS) == {p.name for p in (ROOT / "catalog").iterdir() if p.is_dir()}


def test_the_annotated_example_is_the_record_without_its_comments() -> None:
    shown = re.sub(r"^  // .*\n", "", manual.example(), flags=re.MULTILINE)
    record = json.loads(shown.removeprefix("```jsonc\n").removesuffix("\n```"))
    assert record == json.loads(manual.EXAMPLE.read_text(encoding="utf-8"))


@pytest.mark.slow
def test_a_schema_that_changes_is_noticed_and_written(tmp_path: Path) -> None:
    clone = make_clone(tmp_path)
    path = tmp_path / "schemas" / "credential.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    schema["properties"]["hours"]["description"] = "Hours | of <work>."
    path.write_text(json.dumps(schema, indent=2), encoding="utf-8")
    before = (tmp_path / "catalog" / "README.md").read_text(encoding="utf-8")
    told = clone.run("python", "tools/maintenance/generate_docs.py", "--check")
    assert (told.status, told.err.strip()) == (
        1,
        "catalog/README.md is out of date: run `python tools/maintenance/generate_docs.py` and commit the result",
    )
    assert (tmp_path / "catalog" / "README.md").read_text(encoding="utf-8") == before
    assert clone.run("python", "tools/maintenance/generate_docs.py").status == 0
    after = (tmp_path / "catalog" / "README.md").read_text(encoding="utf-8")
    assert "Hours \\| of &lt;work>." in after
    assert clone.run("python", "tools/maintenance/generate_docs.py", "--check").status == 0


def test_a_lost_marker_is_named() -> None:
    text = (ROOT / "catalog" / "README.md").read_text(encoding="utf-8").replace("<!-- end words -->", "")
    with pytest.raises(ValueError, match="words"):
        manual.renew(text, manual.DOCUMENTS["catalog/README.md"])
