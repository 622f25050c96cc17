"""The tools of the site in a real browser, against what the engine says."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from urllib.parse import urljoin

import icalendar
import pytest
from helpers import catalog
from mcheck.catalog.rules import load_rules
from mcheck.catalog.scenario import ScenarioReader
from mcheck.core.dates import add_years
from mcheck.core.points import show
from mcheck.core.portfolio import License
from mcheck.regulation.dates.window import window

pytest.importorskip("website")
from site_helpers import NewContext
from website import converter
from website.context import load_site


@pytest.fixture(scope="module")
def guide() -> Any:
    return load_site()


def visible(tab: Any) -> int:
    return int(tab.locator("#results > li:visible").count())


def test_finder_by_word_and_keyboard_only(tab: Any) -> None:
    tab.goto("credentials/")
    everything = visible(tab)
    assert everything == len(catalog().all("credentials"))
    tab.locator("#find").focus()
    tab.keyboard.type("co-instructing")
    tab.get_by_text(f"1 of {everything} micro-credentials", exact=True).wait_for()
    assert visible(tab) == 1
    assert not tab.locator("#filter-stack").is_visible(), "on a phone the filters are folded away"
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.locator("#filter-stack").wait_for()
    assert tab.locator("#more-filters").get_attribute("aria-expanded") == "true"
    for _ in range(30):
        if tab.evaluate("document.activeElement.type") == "reset":
            break
        tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.locator(f"#count:has-text('{everything} of')").wait_for()
    assert visible(tab) == everything
    tab.locator("#find").focus()
    tab.keyboard.type("co-instructing")
    for _ in range(30):
        if "credentials/cot-co-instructing" in (tab.evaluate("document.activeElement.href || ''")):
            break
        tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/credentials/cot-co-instructing/")


def test_finder_filters_agree_with_the_catalog(tab: Any) -> None:
    records = catalog().all("credentials")
    expected = {
        "areas=ethics": [r for r in records if "ethics" in r["our_reading"]["areas"]],
        "categories=sei-esl-bilingual": [r for r in records if "sei-esl-bilingual" in r["our_reading"]["categories"]],
        "stack=co-teaching": [r for r in records if r.get("stack") == "co-teaching"],
        "hours=none": [r for r in records if "hours" not in r],
        "students=yes": [r for r in records if r.get("needs_students") is True],
        "confidence=low": [r for r in records if r["confidence"] == "low"],
        "status=retired": [r for r in records if r["status"] == "retired"],
        "status=offered&areas=co-teaching": [
            r for r in records if r["status"] == "offered" and "co-teaching" in r["our_reading"]["areas"]
        ],
    }
    for query, found in expected.items():
        tab.goto(f"credentials/?{query}")
        tab.locator("#finder:visible").wait_for()
        titles = tab.locator("#results > li:visible h2").all_inner_texts()
        assert sorted(titles) == sorted(r["title"] for r in found), query
        assert found, query


def test_finder_says_when_nothing_fits(tab: Any) -> None:
    tab.goto("credentials/")
    tab.locator("#find").fill("zebra crossing")
    tab.locator("#none").wait_for()
    assert tab.locator("#count").inner_text().startswith("0 of")
    assert tab.locator("#count").get_attribute("aria-live") == "polite"


def test_without_javascript_the_full_list_is_there(new_context: NewContext, address: str) -> None:
    context = new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{address}credentials/")
    assert visible(tab) == len(catalog().all("credentials"))
    assert not tab.locator("#finder").is_visible()
    for page, table in (("rules/earning/", "7.5"), ("rules/deadlines/", "earlier")):
        tab.goto(address + page)
        assert tab.locator("noscript p").is_visible()
        assert table in tab.locator("article").inner_text()


DAYS = [
    date(2010, 2, 28),
    date(2015, 12, 31),
    date(2016, 1, 1),
    date(2018, 7, 1),
    date(2018, 7, 2),
    date(2024, 2, 29),
    date(2026, 6, 7),
    date(2026, 6, 8),
    date(2031, 1, 15),
]
AMOUNTS = {
    "hours": [1, 150, 999, 1000],
    "credits": [50, 100, 300, 333],
    "ceus": [10, 150],
    "badges": [100, 200, 300, 500],
}


SHOWN = """(out, days) => days.map((day) => {
  const done = document.getElementById("done");
  done.value = day;
  done.dispatchEvent(new Event("input", { bubbles: true }));
  return [out.querySelector("strong")?.innerText, out.querySelectorAll("a").length];
})"""
"""What the converter shows for each day: the value, if it states one, and how many links."""


def hundredths(value: str | None) -> tuple[int, int] | None:
    """(least, most) of a value as the converter shows it."""
    if value is None:
        return None
    ends = [round(float(part) * 100) for part in value.split(" to ")]
    return ends[0], ends[-1]


def test_converter_agrees_with_the_engine_over_a_grid(tab: Any, guide: Any) -> None:
    tab.goto("rules/earning/")
    compared = 0
    for kind in guide.rules.kinds.values():
        tab.locator("#kind").select_option(kind.id)
        takes = converter.takes(kind)
        for amount in AMOUNTS.get(takes, [100]):
            if takes:
                tab.locator("#amount").fill(show(amount))
            answers = tab.locator("#converter-out").evaluate(SHOWN, [day.isoformat() for day in DAYS])
            for day, (value, links) in zip(DAYS, answers, strict=True):
                if takes == "badges":
                    engine = converter.worth_of_badges(guide, day, amount // 100)
                elif takes == "awarded":
                    worth = kind.value_on(day)
                    most = min(amount, worth.points) if worth else amount
                    engine = converter.Range(most, most, ())
                else:
                    engine = converter.worth_of(guide, kind, day, amount)
                expected = None if engine is None else (engine.least, engine.most)
                assert hundredths(value) == expected, (kind.id, amount, day)
                assert links == (len(engine.questions) if engine else 0), (kind.id, amount, day)
                compared += 1
    assert compared > 300


def test_converter_leads_to_the_open_questions(tab: Any, address: str) -> None:
    tab.goto("rules/earning/?kind=nea-micro-credential")
    tab.locator("#amount").fill("3")
    tab.locator("#done").fill("2026-01-15")
    links = tab.locator("#converter-out a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert "../../questions/odd-badge/" in links
    tab.locator("#converter-out a").first.click()
    tab.wait_for_url("**/questions/*/")


@pytest.mark.parametrize(
    ("typed", "says"), [("x", "Type a number"), ("1.234", "Type a number"), ("-3", "Type a number"), ("", "")]
)
def test_converter_asks_for_a_number(tab: Any, typed: str, says: str) -> None:
    tab.goto("rules/earning/")
    tab.locator("#done").fill("2026-01-15")
    tab.locator("#amount").fill(typed)
    assert tab.locator("#converter-out").inner_text().startswith(says)
    assert tab.locator("#amount").get_attribute("aria-invalid") == ("true" if typed else "false")


def test_converter_warns_below_the_least_of_a_topic(tab: Any, guide: Any) -> None:
    tab.goto("rules/earning/")
    tab.locator("#done").fill("2026-01-15")
    floor = guide.in_force.floor
    for hours, warned in ((floor - 100, True), (floor, False)):
        tab.locator("#amount").fill(show(hours))
        assert ("A topic counts only" in tab.locator("#converter-out").inner_text()) is warned


EXPIRIES = [
    *(date(year, 6, 17) for year in range(2003, 2040, 3)),
    date(2016, 6, 30),
    date(2016, 7, 1),
    date(2018, 7, 12),
    date(2018, 7, 13),
    date(2024, 2, 29),
    date(2028, 2, 29),
    date(2027, 12, 31),
    date(2029, 1, 1),
    date(2030, 3, 1),
]


def dates(site: Any, expires: date) -> dict[str, date]:
    """The dates of an active license that is renewed on its last day, as the engine works them out."""
    edition = site.rules.edition_on(expires)
    license = License("", "license", "field", expires=expires)
    days = window(license, edition, expires, expires, ScenarioReader(site.rules))
    made = {
        "counts-from": days.first,
        "opens": add_years(expires, -edition.opens_years),
        "expires": days.last,
        "invalid": add_years(expires, edition.invalid_years),
    }
    kept = {"keep": "years", "keep-sei": "years_sei"}
    records = edition.record["records"]
    return made | {name: add_years(expires, records[key]) for name, key in kept.items() if key in records}


def test_deadlines_agree_with_the_engine_over_a_grid(tab: Any, guide: Any) -> None:
    tab.goto("rules/deadlines/")
    for expires in EXPIRIES:
        tab.locator("#expires").fill(expires.isoformat())
        listed = tab.locator("#deadlines-out time").evaluate_all("all => all.map(t => [t.dataset.date, t.dateTime])")
        assert {name: date.fromisoformat(day) for name, day in listed} == dates(guide, expires), expires


def test_deadlines_before_the_first_edition_are_not_made_up(tab: Any) -> None:
    tab.goto("rules/deadlines/")
    tab.locator("#expires").fill("1998-06-17")
    assert tab.locator("#deadlines-out time").count() == 0
    assert "begin on December 1, 1999" in tab.locator("#deadlines-out").inner_text()


def test_deadlines_say_when_the_day_has_passed(tab: Any) -> None:
    tab.clock.set_fixed_time("2027-06-18T12:00:00")
    tab.goto("rules/deadlines/")
    for expires, passed in (("2027-06-17", True), ("2027-06-18", False)):
        tab.locator("#expires").fill(expires)
        assert tab.locator("#lapsed").is_visible() is passed
    tab.locator("#expires").fill("")
    assert not tab.locator("#lapsed").is_visible()


def test_the_calendar_file_holds_the_same_dates(tab: Any, guide: Any) -> None:
    tab.goto("rules/deadlines/")
    tab.locator("#expires").fill("2028-02-29")
    with tab.expect_download() as download:
        tab.locator("#ics").click()
    raw = download.value.path().read_bytes()
    assert download.value.suggested_filename == "license-2028-02-29.ics"
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    events = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    days = {str(e["UID"]).partition("-2028")[0]: e.decoded("DTSTART") for e in events}
    assert days == dates(guide, date(2028, 2, 29))
    assert add_years(date(2028, 2, 29), 5) == days["keep"]


def test_the_closed_menu_and_search_of_a_phone_take_no_focus(tab: Any) -> None:
    tab.goto("")
    for _ in range(9):
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.getBoundingClientRect().width") > 0, "what has the focus is seen"
        if tab.evaluate("!!document.activeElement.closest('article')"):
            return
    pytest.fail("the article is further than nine steps of the Tab key away")


def test_the_menu_has_at_most_twenty_entries(tab: Any) -> None:
    tab.goto("")
    entries = tab.evaluate("document.querySelectorAll('.md-nav--primary a.md-nav__link:not([href*=\"#\"])').length")
    assert 10 < entries <= 21, "twenty, and the name of the site"


def test_the_menu_and_the_search_work_by_keyboard_on_a_phone(tab: Any) -> None:
    tab.goto("")
    tab.locator("button[for=__drawer]").focus()
    tab.keyboard.press("Enter")
    tab.locator(".md-nav--primary a:visible", has_text="Find a badge").first.wait_for()
    assert tab.get_attribute("button[for=__drawer]", "aria-expanded") == "true"
    tab.keyboard.press("Escape")
    assert tab.get_attribute("button[for=__drawer]", "aria-expanded") == "false"
    assert tab.evaluate("document.activeElement.getAttribute('for')") == "__drawer"
    tab.goto("")
    tab.locator("button[for=__search]").focus()
    tab.keyboard.press("Enter")
    tab.locator(".md-search__input").focus()
    tab.keyboard.type("restorative")
    tab.locator(".md-search-result__link").first.wait_for()
    assert tab.locator(".md-search-result__link").count() > 0


def test_colors_are_chosen_by_keyboard_and_kept(tab: Any) -> None:
    def scheme() -> str:
        return str(tab.evaluate("document.body.dataset.mdColorScheme"))

    tab.emulate_media(color_scheme="dark")
    tab.goto("")
    assert scheme() == "slate", "as the device has them"
    button = tab.locator("[data-md-component=palette] button:visible")
    button.focus()
    tab.keyboard.press("Enter")
    assert (scheme(), button.get_attribute("aria-label")) == ("default", "Light colors. Switch to dark")
    tab.reload()
    assert scheme() == "default"
    tab.keyboard.press("Tab")
    button.focus()
    tab.keyboard.press("Enter")
    assert scheme() == "slate"
    tab.keyboard.press("Enter")
    tab.emulate_media(color_scheme="light")
    tab.locator("body[data-md-color-scheme=default]").wait_for()


def test_what_is_folded_away_opens_for_a_link_and_on_paper(tab: Any) -> None:
    tab.goto("guides/professional/#related")
    assert tab.locator("#related").is_visible()
    assert tab.locator("details.fold[open]").count() == 1
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert tab.locator("details:not([open])").count() == 0
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.locator("details.fold[open]").count() == 1


def test_beside_a_wide_page_the_contents_follow_and_stay_in_view(tab: Any) -> None:
    tab.set_viewport_size({"width": 1440, "height": 700})
    tab.goto("reference/messages/")
    tab.evaluate("document.getElementById('r218').scrollIntoView()")
    tab.locator(".md-sidebar--secondary .md-nav__link--active").first.wait_for()
    for side in ("primary", "secondary"):
        box = tab.locator(f".md-sidebar--{side} .md-sidebar__scrollwrap").bounding_box()
        assert box["y"] >= 0, side
        assert box["y"] + box["height"] <= 700, side


def test_from_the_start_page_to_a_badge_by_clicks(tab: Any) -> None:
    tab.goto("")
    tab.locator("article a", has_text="Find a badge").first.click()
    tab.locator("#find").fill("bias")
    tab.wait_for_url("**/credentials/?q=bias")
    tab.locator("#results > li:visible a").first.click()
    tab.locator("h2", has_text="In a Massachusetts renewal").wait_for()
    tab.locator("article a", has_text="Do two badges still count").first.click()
    tab.locator("h1", has_text="badges still count").wait_for()


@pytest.mark.parametrize("page", ["", "rules/", "rules/editions/", "credentials/", "mistakes/", "rules/earning/"])
def test_nothing_is_cut_off_at_320_pixels(tab: Any, page: str) -> None:
    tab.set_viewport_size({"width": 320, "height": 640})
    tab.goto(page)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320


SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 300);
})"""


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_do_not_shift_while_they_load(tab: Any, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 844})
    tab.context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": 4})  # a shift shows when slow
    for page in ("", "rules/", "rules/earning/", "rules/deadlines/", "credentials/", "credentials/cot-co-planning/"):
        tab.goto(page)
        assert tab.evaluate(SHIFTS) < 0.01, page


def test_print_shows_the_words_and_no_controls(tab: Any) -> None:
    tab.goto("rules/deadlines/")
    tab.emulate_media(media="print")
    assert not tab.locator("#deadlines").is_visible()
    assert not tab.locator(".md-header").is_visible()
    assert tab.locator("table").first.is_visible()


def test_the_tables_of_the_tools_hold_what_the_catalog_says(guide: Any) -> None:
    """A converter built on another catalog would show other numbers: the table is not written by hand."""
    table = json.dumps(converter.table(guide))
    rules = load_rules(catalog())
    for kind in rules.kinds.values():
        assert f'"{kind.id}"' in table
    assert urljoin(guide.address, "x").startswith("https://")
