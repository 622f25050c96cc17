"""What a license has and lacks, as report data and in words: of every such figure there is this one source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

from ..core.pointers import last_key
from ..core.points import number
from ..core.wording import count, series
from ..judging.assessment import Assessment, title_of
from ..judging.details import TargetDetails
from ..judging.shortfall import Part, Shortfall
from ..judging.verdicts import Verdict
from ..regulation.lots import pointers_of
from ..regulation.targets import RenewalTarget

if TYPE_CHECKING:
    from ..core.reports.report import MissingRequirementRow, MissingRow, OpenPointRow, RequirementRow, ShortfallRow

MOST_NAMED = 4
"""Open points in one sentence."""

Figure: TypeAlias = "MissingRow | MissingRequirementRow"
"""`low` and `high` as in the report."""


def requirements_of(
    assessment: Assessment,
    entry: RenewalTarget,
    verdict: Verdict,
    details: TargetDetails,
    lacking: ShortfallRow | None,
) -> list[RequirementRow]:
    short = {} if lacking is None else {r["id"]: r["low"] for r in lacking["requirements"]}
    if lacking is not None:
        short["total"] = lacking["in_all"]["low"]
    ledger = verdict.outcome.placed(entry.index)
    cautious = [outcome.placed(entry.index) for outcome in details.cautious] or [ledger]
    rows = [(r.id, r.label, r.categories, r.minimum, r.citations) for r in entry.target.requirements]
    rows.append(("total", "PDPs in all", None, entry.target.total, entry.target.citations))  # type: ignore[arg-type]
    found: list[RequirementRow] = []
    for row_id, label, categories, need, citations in rows:
        mine = [item for item in ledger if categories is None or item[1] in categories]
        have = sum(item[2] for item in mine)
        sure = min(sum(i[2] for i in one if categories is None or i[1] in categories) for one in cautious)
        surely = short.get(row_id) or lacking is None
        state: Literal["met", "short", "depends"] = "met"
        if have < need and surely:
            state = "short"
        elif min(have, sure) < need:
            state = "depends"
        found.append(
            {
                "id": row_id,
                "label": label,
                "need": number(need),
                "have": number(have),
                "short": short.get(row_id, 0),
                "state": state,
                "ledger": [
                    {
                        "pointer": pointers_of(lot.id)[0],
                        "title": title_of(assessment.portfolio, assessment.catalog, lot.id),
                        "category": category,
                        "points": number(amount),
                    }
                    for lot, category, amount in (() if assessment.brief else mine)
                ],
                "citations": assessment.cite(citations),
            }
        )
    return found


def shortfall_of(assessment: Assessment, shortfall: Shortfall, verdict: Verdict) -> ShortfallRow:
    """The shortfall of a license with a verdict, for its report."""
    data: ShortfallRow = {
        "requirements": [{"id": one.id, "label": one.label, **_figure(one)} for one in shortfall.parts],
        "in_all": _figure(shortfall.in_all),
        "depends_on": list(shortfall.depends_on),
        "text": "",
    }
    if assessment.brief:
        return data
    if not verdict.fails:
        data["text"] = f"If nothing that is open falls your way, PDPs are missing: {_listed(data, highest=True)}."
    else:
        ranges = any(one.low < one.high for one in (*shortfall.parts, shortfall.in_all))
        which = "The lower figures apply" if ranges else "That applies"
        data["text"] = f"PDPs are missing: {_listed(data)}.{_hanging(assessment, which, shortfall.depends_on)}"
    return data


def _figure(part: Part) -> MissingRow:
    made: MissingRow = {"low": number(part.low), "high": number(part.high)}
    return made if part.topic is None else made | {"topic": number(part.topic)}


def figure(one: Figure) -> str:
    """ "15", "5 to 15", or "up to 15"."""
    if one["low"] == one["high"]:
        return f"{one['low']}"
    return f"{one['low']} to {one['high']}" if one["low"] else f"up to {one['high']}"


def more(one: Figure) -> str:
    """ "15 more PDPs", "5 to 15 more PDPs"."""
    return count(figure(one), "more PDP")


def topic_of_its_own(one: Figure) -> str:
    """What is to be known of a figure that no topic of the file can take and that is less than a topic needs."""
    return f", which by itself takes a topic of {one['topic']}" if "topic" in one else ""


def _listed(data: ShortfallRow, *, highest: bool = False) -> str:
    """What is missing in each requirement, and in all; with `highest` the higher figures only."""
    rows = [(row, f"in {row['label']}") for row in data["requirements"]] + [(data["in_all"], "in all")]
    if highest:
        return "; ".join(f"{row['high']} more {where}" for row, where in rows)
    return "; ".join(f"{figure(row)} more {where}{topic_of_its_own(row)}" for row, where in rows)


def _hanging(assessment: Assessment, which: str, keys: Sequence[str]) -> str:
    """What has to fall well for these figures."""
    if not keys:
        return ""
    words = [_named(open_point(assessment, key)) for key in keys]
    if len(words) > MOST_NAMED:
        words = [*words[: MOST_NAMED - 1], f"{len(words) - MOST_NAMED + 1} more open points"]
    return f" {which} if this falls your way: {series(words)}."


def open_point(assessment: Assessment, key: str) -> OpenPointRow:
    """An open point by its key, with what it is called and what it is about."""
    kind, _, name = key.partition(":")
    if kind == "question":
        return {"key": key, "name": name, "about": assessment.rules.questions[name].record["title"]}
    return {"key": key, "name": last_key(name), "about": assessment.where(name)}


def _named(point: OpenPointRow) -> str:
    if point["key"].startswith("question:"):
        return f'the question "{point["about"]}"'
    return f"`{point['name']}`" + (f" of {point['about']}" if point["about"] else "")
