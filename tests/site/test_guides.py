"""The guides answer what the founding page answered, in plain words, with sources; the handout is one sheet."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import reading
from helpers import ROOT, catalog
from site_helpers import Page, read_page

translations = pytest.importorskip("website.translations")
yaml_load = pytest.importorskip("mkdocs.utils.yaml").yaml_load

RATE = "activities/nea-micro-credential#/values/0/points"
NAMES = sorted([*translations.PAGES, *(path.stem for path in (ROOT / "docs" / "guides").glob("*.md"))])
TELLING = [name for name in NAMES if name != "index"]
"""Guides that tell rules; the others only lead to them."""


@pytest.fixture(scope="module")
def html(site: Path) -> dict[str, str]:
    """The HTML of each guide by its name."""
    return {name: (site / "guides" / ("" if name == "index" else name) / "index.html").read_text() for name in NAMES}


def section(html: str, anchor: str) -> Page:
    """What stands from the heading with an anchor to the next heading of its level or a higher one."""
    start = re.search(rf'<h([1-6]) id="{anchor}"', html)
    assert start, f"no heading #{anchor}"
    rest = html[start.end() :]
    end = re.search(rf"<h[1-{start[1]}][ >]|</article>", rest)
    assert end
    return read_page(f"<article><h{start[1]} {rest[: end.start()]}</article>")


@dataclass(frozen=True)
class Answer:
    """Where the site answers a section of the page the project was founded on, and the facts it shows there."""

    guide: str
    anchor: str
    facts: tuple[str, ...] = ()
    """Addresses of facts, entries named by id; each must stand in that section with its mark."""
    topics: tuple[str, ...] = ()
    """Topics of the NEA program; all that is known of them must stand there."""


FOUNDING_PAGE: dict[str, list[Answer]] = {
    "S01 cost, and evidence you already have": [
        Answer("first-badge", "cost", topics=("cost-member", "cost-nonmember")),
        Answer("first-badge", "evidence", ("pathways/professional-renewal#/badges_can/evidence/says",)),
        Answer("professional", "cost", ("pathways/professional-renewal#/badges_can/evidence/says",)),
    ],
    "S02 paraprofessionals and support staff": [
        Answer("paraprofessionals", "badges", ("pathways/paraprofessional#/badges_can/alone-or-team/says",)),
        Answer("paraprofessionals", "contract", ("pathways/paraprofessional#/requirements/contract/says",)),
        Answer("paraprofessionals", "training-points", ("pathways/paraprofessional#/routes/training-points/says",)),
        Answer(
            "paraprofessionals",
            "title-i-routes",
            tuple(f"pathways/paraprofessional#/routes/{i}/says" for i in ("degree", "two-years-of-college", "parapro")),
        ),
    ],
    "S03 Provisional and Initial": [
        Answer("early-career", "no-pdps", ("pathways/initial#/requirements/no-pdps/says",)),
        Answer(
            "early-career",
            "badges",
            ("pathways/initial#/badges_can/learning/says", "pathways/initial#/badges_can/induction/says"),
        ),
        Answer("early-career", "plc"),
        Answer("early-career", "mentoring"),
    ],
    "S04 a pair of badges in a related area": [
        Answer("professional", "badges", ("pathways/professional-renewal#/routes/conversion/says",)),
        Answer("professional", "related"),
        Answer("professional", "topic", (RATE, "renewal/now#/topic_floor/minimum")),
    ],
    "S05 in any required area": [
        Answer("professional", "categories", ("pathways/professional-renewal#/badges_can/any-area/says",)),
    ],
    "S06 educators who need no points": [
        Answer(
            "no-pdps",
            "badges",
            (
                "pathways/no-pdps-needed#/badges_can/learning/says",
                "pathways/no-pdps-needed#/badges_can/new-license/says",
            ),
        ),
    ],
    "S07 adding a license": [
        Answer("adding-a-license", "test", ("pathways/adding-a-license#/requirements/test-or-review/says",)),
        Answer("adding-a-license", "review", ("pathways/adding-a-license#/routes/document-knowledge/says",)),
        Answer("adding-a-license", "no-test", ("licenses/moderate-disabilities#/name",)),
        Answer("adding-a-license", "digital-literacy", ("pathways/adding-a-license#/routes/dlcs-5-12/says",)),
        Answer("adding-a-license", "badges", ("pathways/adding-a-license#/badges_can/document-in-application/says",)),
    ],
    "S08 how many, and the first topics": [
        Answer("first-badge", "how-many", ("programs/nea#/conflicts/count/says",), ("count",)),
        Answer("first-badge", "topics", topics=("first-topics",)),
    ],
    "S09 getting started": [
        Answer("first-badge", "portal", topics=("start",)),
        Answer("first-badge", "time-limit", topics=("time-window",)),
        Answer("first-badge", "hours", ("programs/nea#/conflicts/hours/says",), ("hours-each",)),
        Answer("first-badge", "review", topics=("review", "review-time")),
        Answer("first-badge", "resubmission", topics=("resubmission",)),
    ],
    "S10 never toward an endorsement": [
        Answer("endorsements", "rule", ("pathways/endorsements#/badges_cannot/no-endorsement/says",)),
        Answer("endorsements", "instead", ("pathways/endorsements#/routes/sei-routes/says",)),
    ],
}


@pytest.mark.parametrize("part", FOUNDING_PAGE)
def test_each_section_of_the_founding_page_is_answered(html: dict[str, str], part: str) -> None:
    """Not only told: each answer stands under its own anchor, with what the catalog knows and a source or a link."""
    program = catalog().get("programs", "nea")["facts"]
    for answer in FOUNDING_PAGE[part]:
        found = section(html[answer.guide], answer.anchor)
        expected = {catalog().fact(address)[0] for address in answer.facts}
        for topic in answer.topics:
            places = {f"programs/nea#/facts/{i}/says" for i, fact in enumerate(program) if fact["topic"] == topic}
            assert places, topic
            expected |= places
        assert expected <= {address for address, _ in found.facts}, answer
        assert len(found.text.split()) > 15, answer


def test_the_founding_page_is_answered_whole() -> None:
    assert [part[:3] for part in FOUNDING_PAGE] == [f"S{number:02}" for number in range(1, 11)]


@pytest.mark.parametrize("name", NAMES)
def test_a_guide_reads_at_grade_8_or_lower(html: dict[str, str], name: str) -> None:
    text = reading.words_of(html[name])
    assert len(text.split()) > 100
    assert reading.grade(text) <= 8, text


@pytest.mark.slow
def test_the_measure_tells_plain_from_hard() -> None:
    plain = "You need points to renew. Ask your supervisor first. Keep the proof for five years."
    hard = (
        "Notwithstanding the aforementioned stipulations, licensure candidates demonstrating substantive "
        "proficiency throughout departmentally administered examinations remain categorically ineligible."
    )
    assert reading.grade(plain) < 6
    assert reading.grade(hard) > 15
    assert reading.words_of("<article><h2>Head</h2><p>One <b>two</b></p><ul><li>Three.</li></ul></article>") == (
        "One two. Three."
    )


KNOWN_SHORT = frozenset(["US", "AI", "IEP", "FAQ", "PDF", "MET", "NOT", "DEPENDS", "OWNER", "YYYY", "MM", "DD"])
"""Words in capitals that need no explanation: the country, and answers of the program, which the page lists."""


@pytest.mark.parametrize("name", NAMES)
def test_a_guide_explains_each_short_form_where_it_first_stands(html: dict[str, str], name: str) -> None:
    text = reading.words_of(html[name])
    unexplained = []
    for word in dict.fromkeys(match.rstrip("s") for match in re.findall(r"\b[A-Z]{2,}s?\b", text)):
        first = re.search(rf"\b{word}s?\b", text)
        assert first
        after = text[first.start() : first.start() + 300]
        initials = "".join(w[0] for w in re.findall(r"\w+", text[: first.start()])[-len(word) :])
        told = rf"\b{word}s? (\(|is |are |means )|\b{word}s?, the\b"
        marked = re.search(rf"<abbr title[^>]*>{word}s?</abbr>", html[name])
        if word not in KNOWN_SHORT and not marked and initials.upper() != word and not re.search(told, after):
            unexplained.append(word)
    assert unexplained == []


@pytest.mark.parametrize("name", TELLING)
def test_every_sentence_of_a_record_stands_with_its_source(html: dict[str, str], name: str) -> None:
    lists = re.findall(r'<ul class="says">(.*?)</ul>', html[name], flags=re.DOTALL)
    entries = [entry for found in lists for entry in re.split(r"<li>(?=<span data-fact)", found)[1:]]
    listed = set(re.findall(r'popover id="(source-\d+)"', html[name]))
    assert 'class="source"' in html[name]
    for entry in entries:
        number = re.search(r'popovertarget="(source-\d+)"', entry)
        assert number is not None, entry[:300]
        assert number[1] in listed


def test_every_sentence_of_a_pathway_stands_in_a_guide(html: dict[str, str]) -> None:
    """A sentence added to a pathway must find its place in a guide: none is dropped in silence."""
    shown = {text for page in html.values() for _, text in read_page(page).facts}
    missing = []
    for record in catalog().all("pathways"):
        for part in ("requirements", "routes", "badges_can", "badges_cannot"):
            for entry in record.get(part, ()):
                told = catalog().fact(f"pathways/{record['id']}#/{part}/{entry['id']}/says")[1]
                if told not in shown:
                    missing.append(f"{record['id']}/{part}/{entry['id']}")
        for i in range(len(record.get("not_known", ()))):
            if catalog().fact(f"pathways/{record['id']}#/not_known/{i}")[1] not in shown:
                missing.append(f"{record['id']}/not_known/{i}")
    assert missing == []


def test_every_guide_says_whom_to_ask(html: dict[str, str]) -> None:
    for name in set(TELLING) - {"handout"}:
        asked = section(html[name], "ask").text
        assert any(term["label"] in asked for term in catalog().terms("authorities-to-ask").values()), name


@pytest.mark.parametrize("name", NAMES)
def test_a_guide_is_whole_at_320_pixels(tab: Any, name: str) -> None:
    tab.set_viewport_size({"width": 320, "height": 640})
    tab.goto("guides/" if name == "index" else f"guides/{name}/")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320


def test_from_the_start_page_everyone_finds_a_guide(tab: Any) -> None:
    """One click: the cards of the start page, or the sentence below them."""
    tab.goto("")
    tab.locator("article .cards a", has_text="Adding a license").click()
    tab.locator("h1", has_text="Adding a license").wait_for()
    tab.goto("")
    linked = set(tab.eval_on_selector_all("article a", "links => links.map(a => a.pathname)"))
    assert {f"/guides/{name}/" for name in TELLING} <= linked


@pytest.mark.parametrize("name", sorted(set(TELLING) - {"handout"}))
def test_the_first_words_are_the_answer_and_offer_the_check(html: dict[str, str], name: str) -> None:
    lede = re.search(r'<p class="lede">(.*?)</p>', html[name], flags=re.DOTALL)
    assert lede is not None
    assert len(re.sub(r"<[^>]+>", " ", lede[1]).split()) <= 40
    after = unescape(html[name][lede.end() :].partition("<h2")[0])
    assert re.search(r'href="../../check/(\?license_type=[a-z-]+)?"', after)
    assert not re.search(r"Here .they. means|CMR means|\bshort for\b", html[name])


def test_the_check_starts_with_the_kind_of_license_of_the_guide(tab: Any) -> None:
    for name, kind in (("paraprofessionals", "none"), ("early-career", "initial-or-provisional")):
        tab.goto(f"guides/{name}/")
        tab.locator("article .button-main").click()
        tab.locator("#check:not([hidden])").wait_for()
        assert tab.locator("[name=license_type]:checked").get_attribute("value") == kind


def test_the_guide_most_people_need_is_short(tab: Any) -> None:
    tab.goto("guides/professional/")
    assert tab.evaluate("document.documentElement.scrollHeight") <= 7 * 844


def test_a_number_opens_its_source_in_place_and_paper_lists_all(tab: Any) -> None:
    tab.goto("guides/professional/")
    number = tab.locator(".ref").first
    sheet = tab.locator("#" + number.get_attribute("popovertarget"))
    assert number.get_attribute("aria-label").startswith(f"Source {number.inner_text()}: ")
    assert not sheet.is_visible()
    number.focus()
    tab.keyboard.press("Enter")
    sheet.locator("a.source").first.wait_for()
    tab.keyboard.press("Escape")
    sheet.wait_for(state="hidden")
    tab.locator(".foot-sources summary").click()
    sheet.wait_for()
    tab.emulate_media(media="print")
    assert all(one.is_visible() for one in tab.locator(".source-sheet").all())


@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_the_handout_is_one_sheet(tab: Any, paper: str) -> None:
    assert sheets(tab, "guides/handout/", paper) == 1


def test_the_count_of_sheets_is_a_count(tab: Any) -> None:
    assert 2 < sheets(tab, "guides/professional/", "Letter") <= 4


def sheets(tab: Any, page: str, paper: str) -> int:
    """How many sheets a page takes when Chromium prints it."""
    tab.goto(page)
    pdf = tab.pdf(format=paper)
    return max(int(count) for count in re.findall(rb"/Type /Pages\s+/Count (\d+)", pdf))


def test_what_the_handout_prints_is_whole(tab: Any) -> None:
    tab.goto("guides/handout/")
    tab.emulate_media(media="print")
    assert tab.locator(".sheet table").is_visible()
    assert tab.locator(".sheet .sources-line").is_visible()
    assert not tab.locator("p.screen").is_visible()


@pytest.mark.slow
def test_the_commands_for_districts_do_what_the_page_says(tmp_path: Path) -> None:
    """Every command of the page that checks is run as it stands, over a folder of files."""
    (tmp_path / "staff").mkdir()
    for i, example in enumerate(("met", "short-in-one-category")):
        shutil.copy(ROOT / "examples" / f"{example}.json", tmp_path / "staff" / f"{i}.json")
    page = (ROOT / "docs" / "guides" / "districts.md").read_text()
    commands = [c for c in re.findall(r"```sh\n(.*?)\n```", page) if c.startswith("mcheck check staff")]
    assert len(commands) == 2
    program = shlex.join([sys.executable, "-m", "mcheck"])

    def run(command: str) -> subprocess.CompletedProcess[str]:
        line = command.replace("mcheck", program, 1)
        return subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, text=True)

    first = run(commands[0])
    assert first.returncode == 1, first.stderr
    assert "MET" in first.stdout
    second = run(commands[1])
    assert second.returncode == 1, second.stderr
    assert len(json.loads((tmp_path / "reports.json").read_text())) == 2
    (tmp_path / "staff" / "1.json").unlink()
    assert run(commands[0]).returncode == 0
    (tmp_path / "staff" / "2.json").write_text("{")
    assert run(commands[0]).returncode == 2
    shutil.copy(ROOT / "examples" / "short-in-one-category.json", tmp_path / "staff" / "3.json")
    spoilt = run(commands[0])
    assert spoilt.returncode == 2, "the worst one counts"
    assert "2.json" in spoilt.stderr
    assert "MET" in spoilt.stdout, "a file that cannot be read does not stop the others"


def test_the_page_for_districts_shows_the_action_there_is(html: dict[str, str]) -> None:
    path = ROOT / "action.yml"
    if not path.exists():
        assert 'id="github"' not in html["districts"]
        return
    shown = section(html["districts"], "github").text
    for name, given in yaml_load(path.read_text())["inputs"].items():
        assert f"{name}{given['description']}" in shown, name  # a term and what it means, as they stand in a list
