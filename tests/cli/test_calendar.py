"""The calendar as a person gets it, read back by the library that programs read it with."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from helpers import EXAMPLES, catalog
from icalendar import Calendar, Event
from mcheck.cli import main_group


def run(*args: str, data: Any = None) -> Result:
    result = CliRunner().invoke(main_group, ["calendar", *args], input=None if data is None else json.dumps(data))
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def events(data: Any, *args: str) -> list[Event]:
    result = run("-", "-o", "-", *args, data=data)
    assert result.exit_code == 0, result.output
    return list(Calendar.from_ical(result.stdout).walk("VEVENT"))


def by_uid(data: Any) -> dict[str, date]:
    found = events(data)
    uids = {str(e["uid"]): e.decoded("dtstart") for e in found}
    assert len(uids) == len(found)
    return uids


FULL = {
    "label": "Teacher A",
    "application_date": "2026-11-24",
    "role": "core-academic-teacher",
    "employer": "public-school",
    "endorsements": [],
    "english_learner_assigned": "2026-09-01",
    "audit_notice": "2026-11-20",
    "licenses": [{"id": "math", "field": "Mathematics 8-12", "issued": "2022-06-18", "expires": "2027-06-17"}],
    "badges": [{"credential": "rp-exploring-restorative-practices", "started": "2026-10-01"}],
    "plan": {"ipdp_submitted": "2026-11-01"},
}


def test_every_event_is_all_day_and_carries_its_source() -> None:
    found = events(FULL)
    assert len(found) == 10
    urls = {source["url"] for source in catalog().all("sources")}
    for event in found:
        assert type(event.decoded("dtstart")) is date
        assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=1)
        assert str(event["url"]) in urls
        assert str(event["url"]) in str(event["description"])
        assert "nofficial" in str(event["description"])
        for alarm in event.walk("VALARM"):
            ring = alarm.decoded("trigger")
            assert ring <= timedelta(hours=9)
            assert ring % timedelta(days=1) == timedelta(hours=9)


def test_uids_stay_when_days_move_and_the_later_day_has_the_higher_sequence() -> None:
    before = events(FULL)
    later = json.loads(json.dumps(FULL).replace("2027-06-17", "2027-08-31").replace("2026-10-01", "2026-10-02"))
    after = {str(e["uid"]): e for e in events(later)}
    assert {str(e["uid"]) for e in before} == set(after)
    moved = [(e, after[str(e["uid"])]) for e in before if e["dtstart"] != after[str(e["uid"])]["dtstart"]]
    assert len(moved) == 5
    assert all(new["sequence"] > old["sequence"] for old, new in moved)


def test_a_reordered_or_longer_file_keeps_uids() -> None:
    more = FULL | {"licenses": [{"field": "Biology 8-12", "expires": "2028-06-17"}, *FULL["licenses"]]}
    assert by_uid(FULL).items() <= by_uid(more).items()


def test_two_people_in_one_calendar_do_not_overwrite_each_other() -> None:
    assert not set(by_uid(FULL)) & set(by_uid(FULL | {"label": "Teacher B"}))


def test_same_bytes_whatever_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    once = run("-", "-o", "-", data=FULL).stdout
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert run("-", "-o", "-", data=FULL).stdout == once
    assert "DTSTAMP:20261124T000000Z" in once


def test_text_from_the_portfolio_cannot_add_properties() -> None:
    field = "Math; BEGIN:VEVENT, \\n SUMMARY:x"
    found = events({"licenses": [{"field": field, "expires": "2027-06-17"}]})
    assert len(found) == 4
    assert str(found[0]["summary"]).startswith(field)


def test_on_and_edition_are_obeyed() -> None:
    data = {key: FULL[key] for key in ("licenses",)}
    assert len(events(data)) == 4
    assert len(events(data, "--on", "2026-11-24")) == 5  # the day of the application decides how long to keep records
    result = run("-", "-o", "-", "--edition", "1900-01-01", data=data)
    assert (result.exit_code, "K130" in result.stderr) == (2, True)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_examples(path: Path) -> None:
    result = run(str(path), "-o", "-")
    if path.stem in ("initial-holder", "paraprofessional"):
        assert (result.exit_code, "No date follows" in result.stderr) == (2, True)
    else:
        assert result.exit_code == 0, result.output
        assert list(Calendar.from_ical(result.stdout).walk("VEVENT"))


def test_it_writes_a_file_and_overwrites_only_when_told(tmp_path: Path) -> None:
    target = tmp_path / "renewal.ics"
    met = str(EXAMPLES / "met.json")
    assert run(met, "-o", str(target)).exit_code == 0
    first = target.read_bytes()
    assert Calendar.from_ical(first)
    assert b"\r\n" in first
    assert b"\r\r\n" not in first
    target.write_text("mine")
    refused = run(met, "-o", str(target))
    assert (refused.exit_code, target.read_text()) == (2, "mine")
    assert "--force" in refused.stderr
    assert run(met, "-o", str(target), "--force").exit_code == 0
    assert target.read_bytes() == first
    assert [p.name for p in tmp_path.iterdir()] == ["renewal.ics"]


def test_places_that_cannot_be_written_are_named(tmp_path: Path) -> None:
    met = str(EXAMPLES / "met.json")
    for target, args in ((tmp_path / "none" / "x.ics", []), (tmp_path, ["--force"])):
        result = run(met, "-o", str(target), *args)
        assert result.exit_code == 2
        assert str(target) in result.stderr
        assert "Traceback" not in result.output
    assert list(tmp_path.iterdir()) == []


def test_bad_input_is_told_as_elsewhere() -> None:
    assert "J110" in run("nowhere.json").stderr
    assert "S101" in run("-", "-o", "-", data={"licences": []}).stderr
