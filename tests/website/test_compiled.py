"""Templates are compiled once, and what may change them has a part in where they are kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment
from website import compiled


@pytest.fixture
def env(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    monkeypatch.setattr(compiled, "FOLDER", tmp_path / "templates")
    return Environment(loader=DictLoader({"part": "{{ word }}!"}))


def test_what_is_compiled_is_kept_and_what_an_older_build_kept_goes(env: Environment) -> None:
    (compiled.FOLDER / "pages-before").mkdir(parents=True)
    compiled.keep(env, "pages")
    page = compiled.PageTemplates(env)
    assert page('{% include "part" %}').render(word="Kept") == "Kept!"
    assert page('{% include "part" %}') is page('{% include "part" %}')
    (folder,) = compiled.FOLDER.iterdir()
    assert folder.name != "pages-before"
    assert len(list(folder.iterdir())) == 2


def test_where_nothing_can_be_written_nothing_is_kept(env: Environment) -> None:
    compiled.FOLDER.write_text("a file where the folder would be")
    compiled.keep(env, "pages")
    assert env.bytecode_cache is None
    assert compiled.PageTemplates(env)("{{ word }}").render(word="Made") == "Made"
