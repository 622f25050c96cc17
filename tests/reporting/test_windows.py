"""After expiry the days that count are shown under both readings, each by its name, and figures say whose they are."""

from __future__ import annotations

from typing import Any

import pytest
from helpers import judge_data
from mcheck.rendering.report import as_text

QUESTION = "expired-points-before-expiry"


def report_on(as_of: str, **options: Any) -> dict[str, Any]:
    """On a course of 90 points in content from before the license expired on 31 October 2026, and no other points."""
    course = {
        "kind": "graduate-course",
        "title": "Genetics",
        "completed": "2024-12-20",
        "credits": 4,
        "categories": ["content"],
        "degree_eligible": True,
    }
    licenses = [{"field": "Biology 8-12", "expires": "2026-10-31"}]
    data = {"application_date": as_of, "licenses": licenses, "activities": [course]}
    return judge_data(data, **options)


def text_of(report: dict[str, Any]) -> str:
    return " ".join(as_text(report, full=True, color=False, width=80, unicode=True).split())


def test_until_it_expires_there_is_one_window_without_a_reading() -> None:
    (license,) = report_on("2026-10-31")["licenses"]
    assert "windows" not in license
    assert license["window"] == {"from": "2021-11-01", "to": "2026-10-31"}


@pytest.mark.parametrize(
    ("as_of", "days"), [("2026-11-01", "only those from 2026-11-01 on"), ("2026-11-02", "2026-11-01 to 2026")]
)
def test_from_the_day_after_both_windows_are_shown_with_what_counts_in_each(as_of: str, days: str) -> None:
    report = report_on(as_of)
    (license,) = report["licenses"]
    lost, kept = license["windows"]
    assert (lost["reading"], lost["shown"], kept["reading"], kept["shown"]) == ("lost", True, "kept", False)
    assert (kept["from"], kept["to"]) == (f"2021{as_of[4:]}", as_of)
    shown = {r["id"]: r["have"] for r in license["requirements"]}
    assert {c["id"]: c["have"] for c in lost["counts"]} == shown == dict.fromkeys(shown, 0)
    assert {c["id"]: c["have"] for c in kept["counts"]} == shown | {"content": 90, "total": 90}
    assert license["window"]["reading"] == "lost" if as_of == "2026-11-02" else "window" not in license
    text = text_of(report)
    assert days in text
    assert f"{as_of} to {as_of}" not in text
    assert "90 in Content of the license" in text
    assert "it counts only if points from before then do" in text


def test_with_a_fixed_reading_only_its_window_is_shown() -> None:
    (license,) = report_on("2026-11-29", readings=[f"{QUESTION}=kept"])["licenses"]
    (kept,) = license["windows"]
    assert (kept["reading"], kept["shown"], kept["from"]) == ("kept", True, "2021-11-29")


def test_where_five_years_have_passed_since_it_expired_there_is_nothing_to_tell_apart() -> None:
    (license,) = report_on("2031-11-01")["licenses"]
    assert "windows" not in license
    assert license["window"] == {"from": "2026-11-01", "to": "2031-11-01"}
