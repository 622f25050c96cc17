"""The calendar as a person gets it, read back by the library that programs read it with."""

from __future__ import annotations

import json
import os
from datetime import date, datetime, timedelta
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


def revised(path: Path, data: Any, saved: str) -> dict[str, tuple[date, int, Any]]:
    """Day, SEQUENCE and DTSTAMP of each event, by UID, of a file that was saved at that moment."""
    path.write_text(json.dumps(data))
    moment = datetime.fromisoformat(saved).timestamp()
    os.utime(path, (moment, moment))
    result = run(str(path), "-o", "-")
    assert result.exit_code == 0, result.output
    found = Calendar.from_ical(result.stdout).walk("VEVENT")
    assert all(e.decoded("dtstamp") == e.decoded("last-modified") for e in found)
    return {str(e["uid"]): (e.decoded("dtstart"), e["sequence"], e.decoded("dtstamp")) for e in found}


@pytest.mark.parametrize("expires", ["2027-08-31", "2027-01-17"])
def test_a_corrected_day_is_newer_whether_it_moves_later_or_earlier(tmp_path: Path, expires: str) -> None:
    path = tmp_path / "my.json"
    before = revised(path, FULL, "2026-12-01T10:00:00+00:00")
    corrected = json.loads(json.dumps(FULL).replace("2027-06-17", expires))
    after = revised(path, corrected, "2026-12-01T10:00:05+00:00")
    assert set(before) == set(after)
    moved = [uid for uid in before if before[uid][0] != after[uid][0]]
    assert len(moved) >= 4
    assert all(after[uid][1:] > before[uid][1:] and after[uid][2] > before[uid][2] for uid in moved)
    assert all(0 < sequence < 2**31 for _, sequence, _ in after.values())


def test_a_file_older_than_the_catalog_is_as_new_as_the_catalog(tmp_path: Path) -> None:
    # a new edition of the catalog can move days of a file that nobody touched
    found = revised(tmp_path / "my.json", FULL, "2019-01-01T00:00:00+00:00")
    released = {stamp.date().isoformat() for _, _, stamp in found.values()}
    assert released == {catalog().meta["released"]}


def test_a_reordered_or_longer_file_keeps_uids() -> None:
    more = FULL | {"licenses": [{"field": "Biology 8-12", "expires": "2028-06-17"}, *FULL["licenses"]]}
    assert by_uid(FULL).items() <= by_uid(more).items()


def test_two_people_in_one_calendar_do_not_overwrite_each_other() -> None:
    assert not set(by_uid(FULL)) & set(by_uid(FULL | {"label": "Teacher B"}))


def test_two_people_without_a_label_do_not_overwrite_each_other_either(tmp_path: Path) -> None:
    unlabelled = {key: value for key, value in FULL.items() if key != "label"}
    found = []
    for name in ("a.json", "b.json", "of/a.json"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        first, again = (set(revised(path, unlabelled, "2026-12-01T10:00:00+00:00")) for _ in range(2))
        assert first == again
        found.append(first)
    assert sum(map(len, found)) == len(set().union(*found))


def test_same_bytes_whatever_the_day(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "my.json"
    path.write_text(json.dumps(FULL))
    os.utime(path, (1_800_000_000, 1_800_000_000))
    once = run(str(path), "-o", "-").stdout
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert run(str(path), "-o", "-").stdout == once
    assert "DTSTAMP:20270115T080000Z" in once


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
        assert "There is nothing to renew" in result.stderr
    else:
        assert result.exit_code == 0, result.output
        assert list(Calendar.from_ical(result.stdout).walk("VEVENT"))


def test_a_license_without_dates_is_asked_for_one() -> None:
    for license in ({"field": "Biology 8-12"}, {"field": "Carpentry", "type": "vocational"}):
        assert "Add `expires`" in run("-", "-o", "-", data={"licenses": [license]}).stderr


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
