"""Both feeds: sound by their standards, alike, steady, and dated by nothing but the data."""

from __future__ import annotations

import json
import uuid
import xml.etree.ElementTree as ET
from datetime import datetime
from typing import Any

from machine_files import SITE, answer, changed, published, sources
from mcheck import Catalog
from website.api import files

ATOM = "{http://www.w3.org/2005/Atom}"


def records() -> list[str]:
    return [path for path in published() if path.startswith("api/v1/") and path.endswith(".json")]


def atom(among: dict[str, bytes] | None = None) -> ET.Element:
    return ET.fromstring((published() if among is None else among)["feed.xml"])


def only(element: ET.Element, name: str) -> str:
    (found,) = element.findall(ATOM + name)
    return found.text or ""


def test_the_atom_feed_has_what_rfc_4287_asks_for() -> None:
    feed = atom()
    assert feed.tag == ATOM + "feed"
    assert only(feed, "title")
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    assert [link.get("href") for link in feed.findall(ATOM + "link") if link.get("rel") == "self"] == [
        SITE + "feed.xml"
    ]
    for element in [feed, *feed.findall(ATOM + "entry")]:
        assert uuid.UUID(only(element, "id").removeprefix("urn:uuid:")).version == 5
        assert datetime.fromisoformat(only(element, "updated")).tzinfo is not None
    for entry in feed.findall(ATOM + "entry"):
        assert only(entry, "title")
        assert only(entry, "content")
        assert len([link for link in entry.findall(ATOM + "link") if link.get("rel") == "alternate"]) == 1
    allowed = {"id", "title", "subtitle", "updated", "published", "author", "link", "rights", "generator", "entry"}
    for element in [*feed, *(part for entry in feed.findall(ATOM + "entry") for part in entry)]:
        assert element.tag.removeprefix(ATOM) in allowed | {"category", "content"}


def test_the_json_feed_has_what_its_version_1_1_asks_for() -> None:
    feed = answer("feed.json")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert feed["feed_url"] == SITE + "feed.json"
    assert set(feed["_generated_from"]) == {"edition", "sha256"}
    for item in feed["items"]:
        assert set(item) == {"id", "url", "title", "content_text", "date_published", "tags"}
        assert item["url"].startswith(SITE)


def test_both_feeds_tell_the_same_newest_first() -> None:
    entries = [
        (only(e, "id"), only(e, "title"), only(e, "updated"), only(e, "content"))
        for e in atom().findall(ATOM + "entry")
    ]
    items = [(i["id"], i["title"], i["date_published"], i["content_text"]) for i in answer("feed.json")["items"]]
    assert entries == items
    assert len({entry[0] for entry in entries}) == len(entries)
    days = [entry[2] for entry in entries]
    assert days == sorted(days, reverse=True)


def test_every_date_is_a_date_of_the_data() -> None:
    data = b"".join(sources().values()).decode()
    for item in answer("feed.json")["items"]:
        day, _, rest = item["date_published"].partition("T")
        assert f'"{day}"' in data
        assert rest == "12:00:00Z", "noon in Greenwich is the same day in Massachusetts"


def test_rules_dated_values_and_data_are_all_there() -> None:
    titles = {(item["date_published"][:10], item["tags"][0]) for item in answer("feed.json")["items"]}
    editions = {(entry["effective_from"], "rules") for entry in answer("api/v1/editions.json")["editions"]}
    values = {(change["from"], "rules") for change in answer("api/v1/changes.json")["values"]}
    meta = Catalog(sources()).meta
    assert editions | values | {(meta["released"], "catalog"), (meta["verified_on"], "catalog")} <= titles


def test_every_entry_leads_to_where_its_record_is_told() -> None:
    pages = {record["page"] for record in map(answer, records()) if "page" in record}
    for item in answer("feed.json")["items"]:
        assert item["url"] in pages or item["url"].removeprefix(SITE) in published()


def test_ids_stay_when_the_site_moves_and_when_the_words_change() -> None:
    def move(record: dict[str, Any]) -> None:
        record["site"] = "https://elsewhere.example/guide/"

    def reword(record: dict[str, Any]) -> None:
        record["changes"] = "Said in other words."

    before = [item["id"] for item in answer("feed.json")["items"]]
    for catalog in (changed("catalog.json", move), changed("renewal/2018-07-13.json", reword)):
        assert [item["id"] for item in json.loads(files(catalog)["feed.json"])["items"]] == before
    assert b"https://elsewhere.example/guide/feed.xml" in files(changed("catalog.json", move))["feed.xml"]


def test_the_ids_of_today_are_the_ids_for_ever() -> None:
    ids = {item["title"]: item["id"] for item in answer("feed.json")["items"]}
    assert ids["Rules of July 13, 2018 take effect"] == "urn:uuid:2bc17d8c-3d65-53c0-a9af-d03a5f993362"


def test_a_settled_question_is_announced() -> None:
    def settle(record: dict[str, Any]) -> None:
        reading = record["readings"][0]["id"]
        text = {"from": "2027-01-15", "reading": reading, "on": "2027-01-02", "citations": record["citations"]}
        record["settled"] = [text]

    now = files(changed("questions/odd-badge.json", settle))
    (item,) = (i for i in answer("feed.json", now)["items"] if i["title"].startswith("Settled: "))
    assert item["date_published"].startswith("2027-01-15")
    assert item["url"] == SITE + "questions/odd-badge/"
    label = json.loads(sources()["questions/odd-badge.json"])["readings"][0]["label"]
    assert item["content_text"] == f"For what is completed on or after 2027-01-15: {label}."


def test_text_of_the_catalog_is_never_markup() -> None:
    hostile = "</title><script>alert(1)</script> & ]]> \u0007\u202e \U0001f600"

    def break_out(record: dict[str, Any]) -> None:
        record["name"] = record["changes"] = hostile

    now = files(changed("renewal/2018-07-13.json", break_out))
    feed = atom(now)
    assert len(feed.findall(ATOM + "entry")) == len(atom().findall(ATOM + "entry"))
    (entry,) = (e for e in feed.findall(ATOM + "entry") if "<script>" in only(e, "title"))
    assert list(entry.find(ATOM + "title") or ()) == []
    assert "\u202e" not in now["feed.xml"].decode()
    assert "\u0007" not in now["feed.xml"].decode()
