"""What tests share that change a copy of the catalog: portfolios of later years, confirmed reports, a settled rate."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

from helpers import CATALOG, edit_record, judge_data
from mcheck import Catalog, load_portfolio, verify

TODAY = date(2026, 11, 29)
PAIR = ["cot-co-planning", "cot-co-instructing"]
OTHERS = ["content", "pedagogy", "sei-esl-bilingual", "students-with-disabilities"]


def portfolio_of_year(year: int, *earned: str, others: int = 138) -> dict[str, Any]:
    """A license that can be renewed in September of a year, two badges, and points in every category beside them."""
    activities = [
        {
            "kind": "workshop",
            "title": f"Course on {category}",
            "completed": f"{year}-02-0{place}",
            "hours": others // 4 + (others % 4) * (place == 1),
            "categories": [category],
            "content_of": ["math"],
            "topic": category,
            "provider": "district",
            "demonstration": True,
            "evidence": ["certificate"],
        }
        for place, category in enumerate(OTHERS, 1)
    ]
    return {
        "schema_version": 1,
        "application_date": f"{year}-09-01",
        "employer": "public-school",
        "role": "core-academic-teacher",
        "endorsements": [{"id": "sei"}],
        "licenses": [
            {"id": "math", "field": "Mathematics 8-12", "type": "professional", "expires": f"{year + 1}-06-17"}
        ],
        "activities": activities,
        "badges": [
            {"credential": name, "completed": day, "categories": ["elective"]}
            for name, day in zip([*PAIR, "cot-foundations-of-co-teaching"], earned, strict=False)
        ],
    }


def confirmed(data: dict[str, Any], catalog: Catalog) -> dict[str, Any]:
    """The report on a portfolio, which the second statement of the rules confirms."""
    report = judge_data(data, catalog)
    loaded = load_portfolio(json.dumps(data).encode(), catalog, "test.json")
    assert {finding.state for finding in verify(report, loaded, catalog)} == {"confirmed"}
    return report


def with_badge_rate_settled(folder: Path) -> str:
    """A copy of the frozen catalog in which a text has settled that two badges count."""
    shutil.copytree(CATALOG, folder)

    def settle(record: dict[str, Any]) -> None:
        cites = record["citations"][:1]
        record["settled"] = [{"from": "2018-07-02", "reading": "stands", "on": "2018-07-02", "citations": cites}]

    edit_record(folder, "questions/badge-rate", settle)
    return str(folder)
