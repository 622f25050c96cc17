"""Pages that are made to be translated have no words of their own, and a translation is shown once it is reviewed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from helpers import ROOT
from website import translations
from website.translations import filled, languages

TEMPLATES = [ROOT / "tools" / "website" / "templates" / f"{name}.md.j2" for name in translations.PAGES]
ENGLISH: dict[str, Any] = json.loads((translations.FOLDER / "en" / "strings.json").read_text(encoding="utf-8"))
REVIEW = {"by": "A. Native Reader", "on": "2026-11-29"}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_no_words_of_its_own(template: Path) -> None:
    source = re.sub(r"\{#.*?#\}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
    outside = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>|\{ #\w+ \}", " ", source, flags=re.DOTALL)
    assert re.findall(r"[A-Za-z]+", outside) == []
    inside = re.findall(r"\{%.*?%\}|\{\{.*?\}\}", source, flags=re.DOTALL)
    assert [said for code in inside for said in re.findall(r'"([^"]*[A-Za-z] [A-Za-z][^"]*)"', code)] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_string_is_used(template: Path) -> None:
    name = template.name.partition(".")[0]
    used = set(re.findall(r'(?:say|step|line)\((?:"[^"]*", )?"(\w+)"', template.read_text(encoding="utf-8")))
    used |= {"title", "description"} | {key for key in ENGLISH[name] if key.removesuffix("_how") in used}
    assert used >= set(ENGLISH[name])


def write(folder: Path, code: str, strings: dict[str, Any]) -> None:
    (folder / code).mkdir(parents=True)
    (folder / code / "strings.json").write_text(json.dumps(strings), encoding="utf-8")


def test_only_what_a_native_reader_reviewed_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(translations.VARIABLE, str(tmp_path))
    write(tmp_path, "en", ENGLISH)
    write(tmp_path, "es", ENGLISH | {"reviewed": REVIEW})
    write(tmp_path, "pt", ENGLISH | {"reviewed": REVIEW | {"by": ""}})
    write(tmp_path, "ht", ENGLISH)
    assert set(languages()) == {"en", "es"}


def test_a_translation_of_other_keys_or_places_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(translations.VARIABLE, str(tmp_path))
    write(tmp_path, "en", ENGLISH)
    handout = {key: said for key, said in ENGLISH["handout"].items() if key != "plan"} | {"topic": "{numero}"}
    write(tmp_path, "es", ENGLISH | {"handout": handout})
    with pytest.raises(ValueError, match=r"strings/es/strings\.json: .*: handout\.plan, handout\.topic$"):
        languages()


def test_strings_are_text_and_what_fills_them_keeps_its_markup() -> None:
    assert filled("a <b> {x} c", {"x": filled("y & z", {})}) == "a &#60;b&#62; y &#38; z c"
