"""A second language builds from one file, and shows the English of what has changed since."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from helpers import catalog
from site_helpers import Build, read_page
from website import translations

TRANSLATED, STALE = "pathways/professional-renewal#/routes/0/says", "pathways/professional-renewal#/badges_can/0/says"
CODE = "en-x-loud"
_VOID = frozenset(("area", "br", "col", "hr", "img", "input", "link", "meta", "wbr"))


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
            **{
                f"vocabulary/authority#/terms/{name}/label": {"english": term["label"], "says": term["label"].upper()}
                for name, term in catalog().terms("authority").items()
            },
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
        english = json.loads((translations.FOLDER / "en" / "strings.json").read_text())[name]
        assert english["heading"].upper() in html
        assert f"/{CODE}/guides/{name}/" in "".join((site / "sitemap.xml").read_text().split())
    assert not (site / "de").exists(), "nobody has reviewed it"


class _Unmarked(HTMLParser):
    """Small letters of an article that are neither marked as English nor the title of a source nor an address."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        marked = self.marked() or given.get("lang") == "en" or given.get("class") == "source"
        if not marked:
            self.look(*(given.get(name) or "" for name in ("title", "aria-label", "alt", "placeholder")))
        if tag not in _VOID:
            self.open.append((tag, marked))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self.marked():
            self.look(data)

    def marked(self) -> bool:
        return any(marked for _, marked in self.open)

    def look(self, *texts: str) -> None:
        self.found += [text for text in texts if re.search("[a-z]{2}", re.sub(r"https?://\S+", "", text))]


def test_no_word_of_such_a_page_is_english_unless_it_says_so(site: Path) -> None:
    for name in translations.PAGES:
        html = (site / CODE / "guides" / name / "index.html").read_text()
        reader = _Unmarked()
        reader.feed(html[html.index("<article") : html.index("</article>")])
        places = [said for said in reader.found if re.match(r", (603 CMR|page|question|Form)|, ", said)]
        assert [said for said in reader.found if said not in places] == []
    bar = re.search(r'class="renewal-bar.*?</div>', (site / CODE / "guides" / "handout" / "index.html").read_text())
    assert bar
    assert "PEDAGOGY" in bar[0]
    assert "Pedagogy" not in bar[0]


def test_a_sentence_of_the_catalog_is_translated_with_its_doubt_or_stays_english(site: Path) -> None:
    html = (site / CODE / "guides" / "handout" / "index.html").read_text()
    assert re.search(r"TWO BADGES MAKE 10\..{0,60} OR 0: <a [^>]*>NOT SETTLED</a>\.", html, flags=re.DOTALL)
    assert "OUT OF DATE" not in html
    assert f'data-fact="{STALE}" lang="en"' in html


def test_pages_in_two_languages_lead_to_each_other(site: Path) -> None:
    assert f"../../{CODE}/guides/audit/" in read_page((site / "guides" / "audit" / "index.html").read_text()).links
    assert "../../../guides/audit/" in read_page((site / CODE / "guides" / "audit" / "index.html").read_text()).links
