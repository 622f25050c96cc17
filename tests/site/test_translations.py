"""A second language builds from one file, and shows the English of what has changed since."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from helpers import catalog
from site_helpers import Build, read_page
from website import translations

TRANSLATED, STALE = "pathways/professional-renewal#/routes/0/says", "pathways/professional-renewal#/badges_can/0/says"
CODE = "en-x-loud"


def loud(value: Any) -> Any:
    """The strings in capitals, so that nothing of the page can be English by chance."""
    if isinstance(value, dict):
        return {key: loud(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [loud(inner) for inner in value]
    return re.sub(r"\{\w+\}|[^{]+", lambda part: part[0] if part[0].startswith("{") else part[0].upper(), value)


@pytest.fixture(scope="module")
def site(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("strings")
    english = json.loads((translations.FOLDER / "en" / "strings.json").read_text(encoding="utf-8"))
    shown = loud(english) | {
        "language": "Loud",
        "reviewed": {"by": "A. Native Reader", "on": "2026-11-29"},
        "facts": {
            TRANSLATED: {
                "english": catalog().written(TRANSLATED),
                "says": "TWO BADGES MAKE {activities/nea-micro-credential#/values/0/points}.",
            },
            STALE: {"english": "What it said before.", "says": "OUT OF DATE"},
        },
    }
    for code, strings in (("en", english), (CODE, shown), ("de", loud(english))):
        (folder / code).mkdir()
        (folder / code / "strings.json").write_text(json.dumps(strings), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(translations.VARIABLE, str(folder))
        return build()


def test_a_second_language_is_one_file(site: Path) -> None:
    for name in translations.PAGES:
        html = (site / CODE / "guides" / name / "index.html").read_text()
        assert f'lang="{CODE}"' in html
        words = re.sub(r"<(\w+)[^>]* lang=\"en\".*?</\1>", "", html[html.index("<article") :], flags=re.DOTALL)
        english = json.loads((translations.FOLDER / "en" / "strings.json").read_text())[name]
        assert [key for key in ("heading", "lede") if english[key].partition("{")[0] in words] == []
        assert english["heading"].upper() in words
        assert f"/{CODE}/guides/{name}/" in "".join((site / "sitemap.xml").read_text().split())
    assert not (site / "de").exists(), "nobody has reviewed it"


def test_a_sentence_of_the_catalog_is_translated_with_its_doubt_or_stays_english(site: Path) -> None:
    html = (site / CODE / "guides" / "handout" / "index.html").read_text()
    assert re.search(r"TWO BADGES MAKE 10\..{0,60} OR 0: <a [^>]*>NOT SETTLED</a>\.", html, flags=re.DOTALL)
    assert "OUT OF DATE" not in html
    assert f'data-fact="{STALE}" lang="en"' in html


def test_pages_in_two_languages_lead_to_each_other(site: Path) -> None:
    assert f"../../{CODE}/guides/audit/" in read_page((site / "guides" / "audit" / "index.html").read_text()).links
    assert "../../../guides/audit/" in read_page((site / CODE / "guides" / "audit" / "index.html").read_text()).links
