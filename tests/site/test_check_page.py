""" "Check my PDPs" as a teacher uses it, on a phone, by keyboard, without a network, without the engine."""

from __future__ import annotations

import hashlib
import importlib
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from batch_run import random_portfolios
from helpers import CASE_FILES, EXAMPLES, catalog
from mcheck import InputError, check, load_portfolio, render
from mcheck.core.escaping import harmless
from site_helpers import SCHEMES, NewContext, wait_until

DAY = "2026-11-29"
RESULT = "[data-check=result]"
HOSTILE = '"><img src=x onerror="document.title=1"><b>{{7*7}}'
SUMS = {"content": "50", "pedagogy": "30", "sei-esl-bilingual": "30", "students-with-disabilities": "30"}


@pytest.fixture
def engine(site: Path) -> None:
    if not (site / "check" / "engine" / "manifest.json").exists():
        pytest.skip("the site was built without the engine")


@pytest.fixture
def page(tab: Any) -> Any:
    tab.goto(f"check/?on={DAY}")
    return tab


def next_of(page: Any, screen: str) -> None:
    page.locator(f"#{screen}").wait_for()
    page.locator("[data-check=next]").click()


def answer_quick(page: Any, *, badges: int = 0, sums: dict[str, str] = SUMS, expires: str = "6/17/2027") -> None:
    """Through the four screens to the answer."""
    next_of(page, "license")
    for name, part in zip(("month", "day", "year"), expires.split("/"), strict=True):
        page.fill(f"[name=expires_{name}]", part)
    next_of(page, "expiry")
    for name, points in sums.items():
        page.fill(f"[name='{name}']", points)
    next_of(page, "points")
    page.fill("[name=badges]", str(badges))
    page.select_option("[name=role]", "other-teacher")
    page.locator("[data-check=answer]").click()
    page.locator(f"{RESULT}[data-verdict]").wait_for()


def verdict(page: Any) -> str | None:
    found: str | None = page.locator(RESULT).get_attribute("data-verdict")
    return found


def open_file(page: Any, name: str, content: bytes) -> None:
    file = {"name": name, "mimeType": "application/json", "buffer": content}
    page.evaluate("document.querySelector('[data-check=result]').removeAttribute('data-verdict')")
    page.set_input_files("[data-check=open]", file)


def report_hash(source: bytes, name: str, on: str | None) -> str:
    """Of what `mcheck check FILE --format json` prints; empty for a file that is refused."""
    try:
        day = date.fromisoformat(on) if on else None
        report = check(load_portfolio(source, catalog(), name), catalog(), on=day)
    except InputError:
        return ""
    return hashlib.sha256(harmless(render(report, "json")).encode()).hexdigest()


# --- The door -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["", "guides/professional/", "credentials/", "reference/glossary/", "check/"])
def test_the_way_to_the_check_is_seen_on_every_page_of_a_phone(tab: Any, where: str) -> None:
    tab.goto(where)
    door = tab.locator("header").get_by_role("link", name="Check my PDPs")
    box = door.bounding_box()
    assert door.is_visible()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    door.click()
    tab.wait_for_url("**/check/**")


def test_home_has_the_button_on_its_first_screen(tab: Any) -> None:
    tab.goto("")
    box = tab.locator("article").get_by_role("link", name="Check my PDPs").bounding_box()
    assert box["y"] + box["height"] <= 844
    assert box["height"] >= 48


def test_the_handout_shows_what_is_needed(site: Path) -> None:
    assert 'data-bar="need"' in (site / "guides" / "handout" / "index.html").read_text()


# --- Before the first touch -----------------------------------------------------------------------------------------


def test_little_is_loaded_before_the_first_touch_and_nothing_of_the_engine(tab: Any) -> None:
    sizes: dict[str, int] = {}
    tab.on("response", lambda r: sizes.update({r.url: len(r.body())}) if not r.url.startswith("data:") else None)
    tab.goto("check/", wait_until="networkidle")
    tab.keyboard.press("Tab")
    tab.wait_for_timeout(200)
    assert sum(sizes.values()) <= 400_000, sizes
    assert not [url for url in sizes if "/check/engine" in url]


def test_without_javascript_there_is_a_sheet_to_print(new_context: NewContext, address: str) -> None:
    context = new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{address}check/")
    assert tab.locator(".worksheet").is_visible()
    assert "In all 150" in re.sub(r"\s+", " ", tab.locator(".worksheet").inner_text())
    assert not tab.locator("#check").is_visible()


def test_without_the_engine_the_sum_and_the_sheet_remain(new_context: NewContext, address: str) -> None:
    context = new_context(base_url=address, service_workers="block")  # it would ask past the route
    tab = context.new_page()
    tab.route("**/check/engine/**", lambda route: route.fulfill(status=404))
    tab.goto(f"check/?on={DAY}")
    next_of(tab, "license")
    next_of(tab, "expiry")
    tab.fill("[name=content]", "50")
    next_of(tab, "points")
    tab.locator("[data-check=answer]").click()
    tab.get_by_role("heading", name="We could not check this").wait_for()
    assert " ".join(tab.locator(RESULT).locator(".sum").inner_text().split()) == "50 PDPs typed"
    assert verdict(tab) is None
    tab.get_by_role("button", name="Use paper instead").click()
    assert tab.locator(".worksheet").is_visible()


def test_on_a_slow_network_the_questions_go_on_and_the_loading_can_be_stopped(
    new_context: NewContext, address: str, engine: None
) -> None:
    """The sum and the words are there at once; what is loaded is told in megabytes, and goes on when tried again."""
    context = new_context(base_url=address, service_workers="block")  # it would ask past the route
    tab = context.new_page()
    held: list[Any] = []
    tab.route("**/check/engine/std.*", lambda route: held.append(route))
    tab.goto(f"check/?on={DAY}")
    next_of(tab, "license")
    next_of(tab, "expiry")
    tab.fill("[name=content]", "50")
    assert tab.locator("#dock-total").inner_text() == "50"
    tab.wait_for_function("() => /[1-9][.\\d]* of [\\d.]+ MB/.test(document.querySelector('#engine-size').textContent)")
    assert "step 1 of 3" in tab.locator("#engine-words").inner_text()
    assert not tab.get_by_role("button", name="Try again").is_visible()
    tab.get_by_role("button", name="Cancel").click()
    tab.get_by_text("You stopped the loading.").wait_for()
    for route in held:
        route.abort()
    assert not tab.get_by_role("button", name="Cancel").is_visible()
    tab.unroute("**/check/engine/std.*")
    tab.get_by_role("button", name="Try again").click()
    next_of(tab, "points")
    tab.locator("[data-check=answer]").click()
    tab.locator(f"{RESULT}[data-verdict]").wait_for()
    assert "50" in tab.locator(f"{RESULT} .sum").first.inner_text()


# --- The four questions ---------------------------------------------------------------------------------------------


def test_a_field_left_out_never_blocks(page: Any, engine: None) -> None:
    for screen in ("license", "expiry", "points"):
        next_of(page, screen)
    page.locator("[data-check=answer]").click()
    page.locator(f"{RESULT}[data-verdict]").wait_for()
    assert verdict(page) == "depends", "it hangs on the field"
    assert "At least 150 are missing." in page.locator(RESULT).inner_text()


@pytest.mark.parametrize("kind", ["initial-or-provisional", "none"])
def test_who_needs_no_pdps_hears_it_after_one_answer(page: Any, engine: None, kind: str) -> None:
    page.check(f"[name=license_type][value={kind}]")
    next_of(page, "license")
    page.locator(f"{RESULT}[data-verdict=not-required]").wait_for()
    assert page.locator(RESULT).inner_text().count("You do not need PDPs") == 1
    assert page.locator(f"{RESULT} .fold > ul").count() > 0, "no point is left out"
    assert page.get_by_role("button", name="Calendar").count() == 0, "no date follows from it"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Professional Mathematics 8-12", "10 PDPs short"),
        ("Mathematics 8-12, Grades", '"Mathematics 8-12, Grades" is in no list of license fields. Did you mean "Math'),
    ],
)
def test_a_field_as_it_is_written_on_a_license(page: Any, engine: None, typed: str, told: str) -> None:
    """The kind of license, asked above, may stand in front of the field; any other name is answered with near ones."""
    page.fill("[name=field]", typed)
    answer_quick(page)
    assert told in page.locator(RESULT).inner_text()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (("6", "31", "2027"), "There is no June 31."),
        (("13", "1", "2027"), "There is no month 13."),
        (("2", "29", "2027"), "There is no February 29 in 2027."),
        (("6", "17", "2038"), "That is 12 years from now. A license runs 5 years: check the year."),
        (("6", "17", ""), "Add the year."),
        (("x", "17", "2027"), "Use numbers"),
    ],
)
def test_a_wrong_date_is_told_beside_the_field(page: Any, typed: tuple[str, str, str], says: str) -> None:
    next_of(page, "license")
    for name, part in zip(("month", "day", "year"), typed, strict=True):
        page.fill(f"[name=expires_{name}]", part)
    next_of(page, "expiry")
    error = page.locator("#expires-error")
    assert says in error.inner_text()
    assert error.get_attribute("role") == "alert"
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
    assert "expires-error" in page.evaluate("document.activeElement.getAttribute('aria-describedby')")


def test_a_pasted_date_fills_three_fields_and_tells_what_follows(page: Any) -> None:
    next_of(page, "license")
    paste = """(input) => { const clipboardData = new DataTransfer(); clipboardData.setData("text", "6/17/2027");
      input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true })); }"""
    page.locator("[name=expires_month]").evaluate(paste)
    assert [page.input_value(f"[name=expires_{part}]") for part in ("month", "day", "year")] == ["6", "17", "2027"]
    assert page.locator("#expires-note").inner_text() == (
        "Your points must be from June 18, 2022 on. You can renew now, until June 17, 2027."
    )


def test_the_sum_moves_while_one_types(page: Any) -> None:
    next_of(page, "license")
    next_of(page, "expiry")
    for name, points in {**SUMS, "pedagogy": "8"}.items():
        page.fill(f"[name='{name}']", points)
    assert page.locator("#dock-total").inner_text() == "118"
    assert page.locator("#dock-gap").inner_text() == "32 missing"
    width = "document.querySelector('#dock [data-bay=pedagogy] .sure').getAttribute('width')"
    assert page.evaluate(width).startswith("53.3")
    page.fill("[name=pedagogy]", "1400")
    next_of(page, "points")
    assert "Check for a typo" in page.locator("#sum-pedagogy-error").inner_text()
    page.fill("[name=pedagogy]", "15 hours")
    next_of(page, "points")
    assert "Write a number like 15 or 22.5." in page.locator("#sum-pedagogy-error").inner_text()


def test_credits_are_turned_into_pdps_by_the_table(page: Any) -> None:
    next_of(page, "license")
    next_of(page, "expiry")
    page.locator("#credits summary").click()
    page.fill("#credit-count", "3")
    page.get_by_text("That is 67.5 PDPs.").wait_for()  # the table comes with what loads at the first touch
    page.locator("#credit-add").click()
    assert page.input_value("[name=content]") == "67.5"


def test_going_back_loses_nothing(page: Any, engine: None) -> None:
    answer_quick(page, badges=2)
    for screen in ("badges", "points", "expiry", "license"):
        page.go_back()
        page.locator(f"#{screen}").wait_for()
    assert page.input_value("[name=expires_day]") == "17"
    assert page.input_value("[name=pedagogy]") == "30"
    assert page.input_value("[name=badges]") == "2"


def test_what_looks_like_a_social_security_number_is_emptied(page: Any) -> None:
    page.fill("[name=field]", "123-45-6789")
    page.keyboard.press("Tab")
    assert page.input_value("[name=field]") == ""
    assert "Social Security number" in page.locator("#secret").inner_text()


# --- The answer -----------------------------------------------------------------------------------------------------


def test_140_pdps_and_two_badges_depend_within_sixty_keystrokes(page: Any, engine: None) -> None:
    """Task 1, by keyboard alone; at 60 keystrokes and taps a minute it takes less than a minute."""
    strokes = 1  # the tap on "Check my PDPs"

    def press(*keys: str) -> None:
        nonlocal strokes
        for key in keys:
            page.keyboard.press(key)
            strokes += 1

    page.locator("[data-check=next]").focus()
    press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "When does it expire?"
    press("Tab", "6", "Tab", "1", "7", "Tab", *"2027", "Enter")
    press("Tab", *"50", "Tab", *"30", "Tab", *"30", "Tab", *"30", "Enter")
    page.locator("[name=badges]").focus()
    press("2", "Enter")
    page.locator(f"{RESULT}[data-verdict]").wait_for()
    assert strokes < 60
    assert verdict(page) == "depends"
    told = page.locator(RESULT).inner_text()
    assert "You have 140 PDPs and 10 that may not count. You need 150." in told
    assert "Not checked, because you gave sums" in told
    assert page.evaluate("document.activeElement.tagName") == "H1"


@pytest.mark.parametrize("query", ["classroom management badge", "audit letter"])
def test_other_tasks_take_one_search(tab: Any, query: str) -> None:
    """Tasks 6 and 7, from Home: the search field, the words, the first hit."""
    right = json.loads(Path(__file__).with_name("everyday_queries.json").read_text())[query]
    tab.goto("")
    tab.click("[data-search=open]")
    tab.keyboard.type(query)
    assert len(query) + 3 < 60
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile("|".join(map(re.escape, right))))


def test_sums_are_never_a_plain_yes(page: Any, engine: None) -> None:
    answer_quick(page, sums={**SUMS, "elective": "60"})
    assert verdict(page) == "depends"
    assert "Met, if your certificates hold" in page.locator(RESULT).inner_text()


def test_the_saved_file_has_the_same_answer(page: Any, engine: None) -> None:
    answer_quick(page, badges=2)
    with page.expect_download() as download:
        page.locator("[data-check=save-file]").click()
    assert download.value.suggested_filename == "renewal-check.json"
    source = download.value.path().read_bytes()
    expected = report_hash(source, "renewal-check.json", DAY)
    assert page.locator(RESULT).get_attribute("data-report-sha256") == expected
    open_file(page, "renewal-check.json", source)
    page.locator(f"{RESULT}[data-verdict=depends]").wait_for()
    assert page.locator(RESULT).get_attribute("data-report-sha256") == expected


def test_every_file_has_the_report_of_the_command_line(page: Any, engine: None, tmp_path: Path) -> None:
    page.set_default_timeout(60_000)
    differ, tried = [], 0
    for path in [*CASE_FILES, *EXAMPLES.glob("*.json"), *random_portfolios(tmp_path, 60)]:
        source = path.read_bytes()
        open_file(page, path.name, source)
        page.locator(f"{RESULT}[data-verdict]").wait_for()
        tried += 1
        if (page.locator(RESULT).get_attribute("data-report-sha256") or "") != report_hash(source, path.name, DAY):
            differ.append(str(path))
    assert differ == []
    assert tried >= 200


def test_the_plan_comes_after_the_verdict(page: Any, engine: None) -> None:
    answer_quick(page, badges=2)
    page.get_by_role("button", name="What should I do next?").click()
    page.locator("#plan ol > li").first.wait_for()
    assert 1 <= page.locator("#plan ol > li").count() <= 3
    assert "June 17, 2027" in page.locator("#plan").inner_text()


def test_a_wish_changes_the_order_of_the_ways_and_leaves_none_out(page: Any, engine: None) -> None:
    answer_quick(page)
    page.get_by_role("button", name="What should I do next?").click()
    ways = page.locator("#plan .steps > li > p:first-child")
    ways.first.wait_for()
    before = ways.all_text_contents()
    page.get_by_label("I want it to help special education").check()
    assert sorted(ways.all_text_contents()) == sorted(before)
    assert "Choose a topic in special education." in page.locator("#plan").inner_text()
    assert "Not enough by itself: one badge" in page.locator("#plan").inner_text()
    assert "June 17, 2026" in page.locator("#plan dl").inner_text(), "from when on one can apply"
    with page.expect_download() as download:
        page.get_by_role("button", name="Add to calendar").click()
    assert download.value.suggested_filename == "renewal.ics"


def test_support_staff_are_led_to_their_guide(page: Any, engine: None) -> None:
    page.check("[name=license_type][value=none]")
    next_of(page, "license")
    page.locator(f"{RESULT}[data-verdict=not-required]").wait_for()
    page.get_by_role("link", name="The guide").click()
    page.wait_for_url("**/guides/paraprofessionals/")


def test_what_the_page_cannot_read_the_engine_reads_as_init_does(page: Any, engine: None) -> None:
    page.locator("#more-fields").click()
    page.locator("#sealed:visible").wait_for()
    page.go_back()
    next_of(page, "license")
    for part, text in (("month", "June"), ("day", "17"), ("year", "2027")):
        page.fill(f"[name=expires_{part}]", text)
    next_of(page, "expiry")
    page.locator("#points").wait_for()
    assert page.input_value("[name=expires_month]") == "6"
    page.fill("[name=content]", "7½")
    next_of(page, "points")
    page.locator("#badges").wait_for()
    assert page.input_value("[name=content]") == "7.5"
    page.locator("[data-check=answer]").click()
    page.locator(f"{RESULT}[data-verdict]").wait_for()
    page.get_by_role("button", name="Add my certificates").last.click()
    card(page, "1:30", "Maps", "content")
    page.locator("#cards .said:visible").wait_for()
    assert "Only 1.5 PDPs on this topic." in page.locator("#cards .said").inner_text()


def test_papers_are_made_here(page: Any, engine: None) -> None:
    answer_quick(page)
    for name, file, holds in (
        ("Packet to print", "renewal-packet.html", b"Cover sheet"),
        ("Calendar", "renewal.ics", b"BEGIN:VCALENDAR"),
        ("Whole report", "renewal-report.html", b"renewal-bar"),
    ):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        assert download.value.suggested_filename == file
        assert holds in download.value.path().read_bytes()


def test_the_page_says_that_it_is_sealed(page: Any, engine: None) -> None:
    answer_quick(page)
    assert "this page can no longer send anything" in page.locator("#sealed").inner_text()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("next.json", b'{"schema_version": 2}', "made by a newer version"),
        ("photo.png", b"\x89PNG\r\n\x1a\n", "cut off"),
    ],
)
def test_a_file_that_is_none_is_told_apart(page: Any, engine: None, name: str, content: bytes, says: str) -> None:
    open_file(page, name, content)
    page.locator("#open-error:visible").wait_for()
    assert says in page.locator("#open-error").inner_text()


def test_a_table_becomes_cards(page: Any, engine: None) -> None:
    table = b"Title,Date,Hours,Type\nReading,10/3/2025,12,Workshop\nNumbers,2025-11-08,10,Workshop\n"
    page.fill("[name=field]", "Biology 8-12")
    page.set_input_files("[data-check=open]", {"name": "log.csv", "mimeType": "text/csv", "buffer": table})
    page.locator("#cards").get_by_text("log.csv: 2 certificates came in.").wait_for()
    assert page.locator("#dock-total").inner_text() == "22"
    page.locator("[data-check=cards-done]").click()
    page.locator(f"{RESULT}[data-verdict=not-met]").wait_for()
    with page.expect_download() as download:
        page.locator("[data-check=save-file]").click()
    saved = json.loads(download.value.path().read_bytes())
    assert [a["title"] for a in saved["activities"]] == ["Reading", "Numbers"]
    assert saved["licenses"][0]["field"] == "Biology 8-12"


def test_what_only_the_reader_can_say_of_a_table_is_chosen_or_typed(page: Any, engine: None) -> None:
    table = b"Title,Date,PDPs,Focus\nReading,10/3/2025,12,Pedagogy\nNumbers,2025-11-08,10,SEI\n"
    page.set_input_files("[data-check=open]", {"name": "log.csv", "mimeType": "text/csv", "buffer": table})
    page.get_by_label("What is this column?").select_option("The areas it counts in")
    page.get_by_role("button", name="Use my answers").click()
    page.locator("#dock [data-bay=pedagogy] .sure[width]:not([width='0'])").first.wait_for()
    assert "mcheck" not in page.locator("#cards").inner_text()
    page.get_by_role("button", name="Say when it expires").click()
    next_of(page, "expiry")
    page.locator("#points").wait_for()
    assert not page.locator("#dock").is_visible(), "a sum of nothing would look as if the certificates were lost"
    page.get_by_role("button", name="My certificates").click()
    page.locator("#cards").wait_for()


def test_a_file_with_faults_says_what_to_fix(page: Any, engine: None) -> None:
    open_file(page, "broken.json", b'{"licenses": [{"expires": "soon"}]}')
    page.locator(f"{RESULT}[data-verdict=refused]").wait_for()
    assert "cannot be checked yet" in page.locator(RESULT).inner_text()


# --- Certificates, and every field ----------------------------------------------------------------------------------


def card(page: Any, amount: str, topic: str, category: str) -> None:
    page.fill("#card-amount", amount)
    page.fill("#card-topic", topic)
    for n, part in enumerate(("10", "3", "2025")):
        page.fill(f"#card-date-{n}", part)
    page.locator(f"#cards .chips input[value={category}]").check()
    page.locator("#cards [type=submit]").click()


def test_certificates_one_by_one_with_a_warning_at_once(page: Any, engine: None) -> None:
    answer_quick(page)
    page.get_by_role("button", name="Add my certificates").last.click()
    card(page, "4", "Phonics", "content")
    assert "Only 4 PDPs on this topic. It needs 10." in page.locator("#cards .said").inner_text()
    assert page.locator("#dock-total").inner_text() == "0", "a topic too short gives nothing"
    card(page, "12", " phonics", "pedagogy")
    assert "is at 16" in page.locator("#cards .said").inner_text()
    assert page.locator("#dock-total").inner_text() == "16"
    page.locator("[data-check=cards-done]").click()
    page.locator(f"{RESULT}[data-verdict]").wait_for()
    with page.expect_download() as download:
        page.locator("[data-check=save-file]").click()
    saved = json.loads(download.value.path().read_bytes())
    assert [a["hours"] for a in saved["activities"]] == [4, 12]
    assert "stated" not in saved, "the sums were set aside"


def test_certificates_go_by_their_topic_and_what_is_not_needed_stands_apart(page: Any, engine: None) -> None:
    page.fill("[name=field]", "Mathematics 8-12")
    answer_quick(page)
    page.get_by_role("button", name="Add my certificates").last.click()
    card(page, "2", "Discipline", "pedagogy")
    for n, category in enumerate(SUMS):
        card(page, "50", f"Topic {n}", category)
    assert page.locator("#dock-gap").get_attribute("class") == "sure"
    page.locator("[data-check=cards-done]").click()
    page.locator(f"{RESULT}[data-verdict=met]").wait_for()
    lists = {
        part: page.locator(f"{RESULT} h2:has-text('{part}') + ul").inner_text() for part in ("not count", "needed")
    }
    assert "Discipline" in lists["not count"]
    assert "Topic" not in lists["not count"]
    assert "Topic" in lists["needed"]


def test_what_is_missing_of_the_total_alone_is_said_once(page: Any, engine: None) -> None:
    page.fill("[name=field]", "Mathematics 8-12")
    answer_quick(page)
    assert "10 more PDPs in any area by June 17, 2027." in page.locator(RESULT).inner_text()


def test_every_field_of_a_portfolio_can_be_reached(page: Any) -> None:
    page.locator("#more-fields").click()
    place = page.locator("#everything")
    place.wait_for()
    for name in ("Licenses", "Endorsements", "Activities", "Badges"):
        section = place.locator("details").filter(has=page.locator("summary", has_text=name)).first
        section.locator("summary").first.click()
        section.get_by_role("button", name=f"Add to: {name}").click()
    place.evaluate("all => all.querySelectorAll('details').forEach((one) => (one.open = true))")
    shown = " ".join(place.locator("label:visible, legend:visible, summary:visible").all_inner_texts())
    for words in (
        "Application date",
        "Cycle start",
        "Upper level new content",
        "Toward endorsement",
        "Same stack",
        "Final endorsement",
        "Started",
        "Files",
        "Audit notice",
        "Sei course",
    ):
        assert words in shown, words


def test_a_question_is_ready_to_copy(page: Any, engine: None) -> None:
    answer_quick(page, badges=2)
    page.evaluate("""() => {
      window.copied = [];
      Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => void copied.push(text) } });
    }""")
    page.get_by_role("button", name="Copy the question to ask").first.click()
    page.get_by_text("Copied. Paste it into an e-mail.").wait_for()
    (text,) = page.evaluate("copied")
    assert text.endswith("?") or "?" in text
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    page.get_by_role("button", name="Copy the question to ask").first.click()
    page.get_by_text("Copy this:").wait_for()
    assert text in page.locator(RESULT).inner_text(), "where the clipboard is refused, the text is on the page"


def test_hostile_text_stays_text_in_every_field(page: Any, engine: None) -> None:
    """Wherever it is said what is wrong with it."""
    page.locator("#more-fields").click()
    place = page.locator("#everything")
    place.wait_for()
    place.evaluate("""(all) => {
      for (const button of [...all.querySelectorAll("button")].filter((one) => one.textContent.startsWith("Add to"))) {
        button.click();
      }
      for (const one of all.querySelectorAll("details")) one.open = true;
    }""")
    fields = place.locator("input:not([type=checkbox], [type=radio], [type=date])")
    assert fields.count() > 30
    fields.evaluate_all(
        """(fields, text) => fields.forEach((field) => {
          field.value = text;
          field.dispatchEvent(new Event("input", { bubbles: true }));
        })""",
        HOSTILE,
    )
    page.locator("[data-check=everything-done]").click()
    page.locator("#expires-error:visible").wait_for()  # what has a question of its own is told beside its field
    for part, text in (("month", "6"), ("day", "17"), ("year", "2027")):
        page.fill(f"[name=expires_{part}]", text)
    next_of(page, "expiry")
    for field in page.locator("[data-points]").all():
        field.fill("")
    next_of(page, "points")
    page.fill("#badge-count", "0")
    for field in page.locator("[data-more=content]").all():
        field.fill("")
    page.locator("[data-check=answer]").click()
    page.locator(f"{RESULT}[data-verdict=refused]").wait_for()
    assert "img" in page.locator(RESULT).inner_text(), "it is quoted"
    assert page.locator("#check img").count() == 0
    assert page.title() != "1"


def test_hostile_text_stays_text_everywhere(page: Any, engine: None) -> None:
    page.fill("[name=field]", HOSTILE)
    answer_quick(page)
    page.get_by_role("button", name="Add my certificates").last.click()
    page.locator("#cards summary").first.click()
    page.fill("#card-title", HOSTILE)
    card(page, "12", HOSTILE, "pedagogy")
    page.locator("[data-check=cards-done]").click()
    page.locator(f"{RESULT}[data-verdict]").wait_for()
    assert page.locator("#check img").count() == 0
    assert HOSTILE in page.locator(RESULT).inner_text()
    open_file(page, "x.json", json.dumps({"label": HOSTILE, "licenses": [{"field": HOSTILE, "id": "a"}]}).encode())
    page.locator(f"{RESULT}[data-verdict]").wait_for()
    assert page.locator("#check img").count() == 0


# --- Keeping --------------------------------------------------------------------------------------------------------


def test_nothing_is_kept_until_it_is_chosen_and_forget_forgets(page: Any, engine: None) -> None:
    answer_quick(page, badges=2)
    keys = "JSON.stringify(Object.keys(localStorage).filter((key) => key.startsWith('renewal')))"
    assert page.evaluate(keys) == "[]"
    assert not page.locator("[data-check=forget]").is_visible(), "there is nothing to forget"
    page.get_by_label("Keep on this device").check()
    assert page.evaluate(keys) == '["renewal-check"]'
    assert page.locator("[data-check=forget]").is_visible()
    page.goto(f"check/?on={DAY}")
    assert page.locator("#welcome-words").inner_text() == "Welcome back. Checked November 29, 2026 with 140 of 150."
    page.locator("[data-check=next]").click()
    assert not page.locator("#welcome").is_visible()
    page.go_back()
    page.locator("#welcome-go").click()
    page.locator(f"{RESULT}[data-verdict=depends]").wait_for()
    assert "Nothing has changed for you since November 29, 2026." in page.locator(RESULT).inner_text()
    page.locator("[data-check=forget]").click()
    assert page.evaluate(keys) == "[]"


def test_on_return_it_says_what_a_rule_change_did(page: Any, engine: None) -> None:
    """Credit of a course that no degree accepts was worth more to those who asked before."""
    answer_quick(page)
    page.get_by_label("Keep on this device").check()
    page.evaluate("""() => {
      const kept = JSON.parse(localStorage["renewal-check"]);
      Object.assign(kept.summary, { edition: "2017-07-28", verdict: "not-met", sure: 120 });
      localStorage["renewal-check"] = JSON.stringify(kept);
    }""")
    page.goto(f"check/?on={DAY}")
    page.locator("#welcome-go").click()
    page.locator(f"{RESULT}[data-verdict]").wait_for()
    told = page.locator(RESULT).inner_text()
    assert "Other rules apply now" in told
    assert "Then 120 PDPs were sure. Now 140 are." in told


def test_a_browser_that_keeps_nothing_is_told(new_context: NewContext, address: str, engine: None) -> None:
    context = new_context(base_url=address)
    context.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('no', 'SecurityError'); }")
    tab = context.new_page()
    tab.goto(f"check/?on={DAY}")
    answer_quick(tab)
    tab.get_by_label("Keep on this device").click()
    tab.get_by_text("This browser will not keep it. Save a file instead.").wait_for()


def test_after_one_check_it_works_without_a_network(new_context: NewContext, address: str, engine: None) -> None:
    context = new_context(base_url=address)
    tab = context.new_page()
    tab.goto(f"check/?on={DAY}")
    answer_quick(tab, badges=2)
    wait_until(tab, "caches.match(new URL('engine/manifest.json', location)).then(Boolean)")  # comes last
    context.set_offline(True)
    tab.goto(f"check/?on={DAY}")
    answer_quick(tab, badges=2)
    assert verdict(tab) == "depends"


# --- People ---------------------------------------------------------------------------------------------------------


SENTENCES = """(selector) => [...document.querySelectorAll(selector)]
  .filter((one) => !one.closest(".sources, [role=alert], .card") && !one.querySelector("p, li, small"))
  .map((one) => one.textContent.trim()).filter((text) => text.split(" ").length > 3)
  .map((text) => (/[.?!]$/.test(text) ? text : `${text}.`)).join(" ")"""


def test_words_are_those_of_grade_six_or_lower(page: Any, engine: None) -> None:
    reading = importlib.import_module("reading")
    assert reading.grade(page.evaluate(SENTENCES, "#quick :is(p, label, legend, h1, small)")) <= 6
    for name in ("sums", "short-in-one-category", "met", "odd-badge"):
        open_file(page, f"{name}.json", (EXAMPLES / f"{name}.json").read_bytes())
        page.locator(f"{RESULT}[data-verdict]").wait_for()
        assert reading.grade(page.evaluate(SENTENCES, f"{RESULT} :is(p, h1, h2, li)")) <= 6, name


SIZES = [(1440, 20), (390, 40), (320, 20), (390, 20)]
"""Pixels of the window's width and of a letter's height. The last is where the test goes on."""
SMALL = """[...document.querySelectorAll(".check :is(button, select, summary, .button)")]
  .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 47.5).map((one) => one.outerHTML)"""


def axe(tab: Any, rules: str = "") -> list[str]:
    """What axe-core finds, by all its rules or those that are named."""
    found = tab.evaluate(
        f"axe.run({{ resultTypes: ['violations'], preload: false {rules} }}).then((r) => r.violations)"
    )
    return [f"{one['id']} {[node['html'][:90] for node in one['nodes'][:2]]}" for one in found]


def faults(tab: Any, state: str) -> list[str]:
    """What axe-core finds at each size, light and dark; what is wider than the window; what is too small to tap."""
    found = []
    for width, letter in SIZES:
        tab.set_viewport_size({"width": width, "height": 844})
        tab.evaluate(
            "size => document.documentElement.style.setProperty('font-size', size, 'important')", f"{letter}px"
        )
        told = axe(tab) + [f"too small {one[:90]}" for one in tab.evaluate(SMALL)]
        if tab.evaluate("document.documentElement.scrollWidth > innerWidth"):
            told.append("wider than the window")
        found += [f"{state}, {width} wide, letters of {letter}: {one}" for one in told]
    for scheme in ("dark", "light"):
        tab.emulate_media(color_scheme=scheme)
        tab.locator(f"body[data-md-color-scheme={SCHEMES[scheme]}]").wait_for()
        if scheme == "dark":
            found += [
                f"{state}, dark: {one}" for one in axe(tab, ", runOnly: ['color-contrast', 'link-in-text-block']")
            ]
    return found


def test_every_screen_is_for_everyone(new_context: NewContext, address: str, engine: None) -> None:
    script = pytest.importorskip("axe_playwright_python.sync_playwright").Axe().axe_script
    tab = new_context(base_url=address, reduced_motion="reduce", bypass_csp=True).new_page()
    tab.goto(f"check/?on={DAY}")
    tab.evaluate(script)
    found = faults(tab, "license")
    next_of(tab, "license")
    tab.fill("[name=expires_month]", "13")
    next_of(tab, "expiry")
    found += faults(tab, "expiry with an error")
    tab.fill("[name=expires_month]", "")
    next_of(tab, "expiry")
    tab.fill("[name=content]", "50")
    tab.locator("#credits summary").click()
    found += faults(tab, "points")
    next_of(tab, "points")
    tab.fill("[name=badges]", "2")
    tab.select_option("[name=role]", "core-academic-teacher")
    tab.locator("[name=english_learner_assigned][value=since]").check()
    tab.fill("[name=additional]", "1")
    found += faults(tab, "badges")
    tab.locator("[data-check=answer]").click()
    tab.locator(f"{RESULT}[data-verdict]").wait_for()
    tab.locator(RESULT).evaluate("all => all.querySelectorAll('details').forEach((one) => (one.open = true))")
    found += faults(tab, "answer")
    tab.locator(RESULT).get_by_role("button", name="Add my certificates").last.click()
    tab.locator("#cards [type=submit]").click()
    found += faults(tab, "card with an error")
    tab.go_back()
    tab.locator("#more-fields").click()
    tab.locator("#everything").wait_for()
    tab.locator("#everything").evaluate("all => all.querySelectorAll('details').forEach((one) => (one.open = true))")
    assert found + faults(tab, "every field") == []


def test_forced_colors_keep_what_is_chosen_visible(new_context: NewContext, address: str) -> None:
    context = new_context(base_url=address, forced_colors="active")
    tab = context.new_page()
    tab.goto("check/")
    chosen = "getComputedStyle(document.querySelector('.choice:has(:checked)')).outlineStyle"
    assert tab.evaluate(chosen) == "solid"
