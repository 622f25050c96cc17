"""Sentences and groups of what a report says, as the documents of reports, plans and packets show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, cast

from ..core.pointers import item_of
from ..core.wording import count, series
from .document import Bar, Requirement

if TYPE_CHECKING:
    from ..core.reports.plan_report import PlanReport
    from ..core.reports.report import (
        ActivityRow,
        AlikeFactsRow,
        CitationRow,
        CountedRow,
        FactRow,
        LicenseRow,
        MessageRow,
        PathwayPointRow,
        PathwayRow,
        Report,
        RequirementRow,
    )

PARTS = {
    "requirements": "What applies",
    "routes": "Routes",
    "badges-can": "What badges can do",
    "badges-cannot": "What badges cannot do",
}
"""Headings of the parts of a pathway."""
ROLES = {"primary": "Primary", "additional": "additional", "endorsement": "endorsement"}
DATED_BY = {"option": "--on", "portfolio": "the file", "today": "today"}
"""Where the date of a report comes from."""
BEYOND = {
    "first": "There are more ways than these: `mcheck check --sets all` lists every one.",
    "stopped": "There may be other ways, or shorter ones: the search stopped at its limit.",
}
"""What is said of sets that are not all there are."""
MOST_NAMED = 8
"""Names in one sentence."""


def dependencies(report: Report | PlanReport, keys: Sequence[str], alike: Sequence[AlikeFactsRow] = ()) -> str:
    """What a verdict depends on, in words: facts the file leaves out, those of a name together, dates that it gives
    only in part, and open questions. Facts `alike` are named together, with how many of them it takes.
    """
    groups = [one for one in alike if sum(f"fact:{pointer}" in keys for pointer in one["of"]) == one["any"]]
    grouped = {f"fact:{pointer}": one for one in groups for pointer in one["of"]}
    titles = {f"question:{q['id']}": f'"{q["title"]}"' for q in report["questions"]}
    # a fact of a plan holds a part of what one of a report does
    missing = {f"fact:{f['pointer']}": cast("FactRow", f) for f in report["facts"]}
    facts: dict[str, list[str]] = {}
    parts: dict[str, list[str]] = {}
    for fact in (missing[key] for key in keys if key in missing):
        owners = (parts if "given" in fact else facts).setdefault(fact["name"], [])
        owner = f"{fact['about']} ({fact['given']})" if "given" in fact else fact["about"]
        group = grouped.get(f"fact:{fact['pointer']}")
        if group is not None:
            owner = _any_of(cast("Report", report), group)
        if owner and (group is None or owner not in owners):
            owners.append(owner)
    fields = facts.pop("field", [])
    asked = [titles[key] for key in keys if key in titles]
    said = [] if facts.pop("stated", None) is None else ["what your certificates show"]
    said += [
        f"{one if _number(of_kind) == 1 else more}: {_listed(of_kind)}"
        for of_kind, one, more in (
            (facts, "a fact the file leaves out", "facts the file leaves out"),
            (parts, "a date the file gives without its day", "dates the file gives without their day"),
        )
        if of_kind
    ]
    said += [f"which license field is meant: {_series(fields)}"] if fields else []
    said += [f"the question{'s' * (len(asked) > 1)} {_series(asked)}"] if asked else []
    return f"{';' if len(facts) + len(parts) + len(fields) > 1 else ''} and ".join(said)


def _any_of(report: Report, group: AlikeFactsRow) -> str:
    """How many it takes of activities or badges that are alike."""
    titles = {a["pointer"]: f'"{a["title"]}"' for a in report["activities"]}
    owners = [titles[pointer.rpartition("/")[0]] for pointer in group["of"]]
    return f"any {group['any']} of {_series(owners)}"


def may_matter(license: LicenseRow) -> str:
    """What else is open, in words: facts of a name together, then questions; "" for nothing."""
    facts: dict[str, list[str]] = {}
    asked = []
    for one in license.get("may_matter", ()):
        if one["key"].startswith("question:"):
            asked.append(f'"{one["about"]}"')
        else:
            facts.setdefault(one["name"], []).extend([one["about"]] * bool(one["about"]))
    said = [_listed(facts, "more")] if facts else []
    said += [f"the question{'s' * (len(asked) > 1)} {_series(asked, 'more')}"] if asked else []
    return f"{';' if len(facts) > 1 else ''} and ".join(said)


def not_checked(report: Report) -> list[tuple[str, list[CitationRow]]]:
    """What was not checked of the sums that the educator states, in words, each with its citations."""
    return [(one["text"], one["citations"]) for one in report.get("stated", {}).get("not_checked", ())]


def counted_badges(report: Report) -> str | None:
    """What badges are worth of which only the number is stated; None where there are none."""
    badges = report.get("stated", {}).get("badges")
    if badges is None:
        return None
    least, most = badges["worth_least"], badges["worth_most"]
    worth = count(most, "PDP") if least == most else f"{least} to {count(most, 'PDP')}"
    return f"{count(badges['count'], 'badge')} that you only count: {worth}."


def _number(facts: Mapping[str, Sequence[str]]) -> int:
    return sum(len(owners) or 1 for owners in facts.values())


def _listed(facts: Mapping[str, Sequence[str]], *rest: str) -> str:
    return "; ".join(
        f"`{name}`" + (f" of {_series(owners, *rest)}" if owners else "") for name, owners in facts.items()
    )


def _series(words: Sequence[str], rest: str = "more listed below") -> str:
    """Words as part of a sentence; of a long list only the first: each is elsewhere in the report, too."""
    if len(words) > MOST_NAMED:
        words = [*words[: MOST_NAMED - 1], f"{len(words) - MOST_NAMED + 1} {rest}"]
    return series(words)


def assumptions(report: Report) -> Iterator[tuple[str, Sequence[CitationRow]]]:
    """What was taken for settled, in words, each with its citations: by --reading, and by a source."""
    if "readings" in report:
        fixed = ", ".join(f"{r['question']} = {r['reading']}" for r in report["readings"])
        yield f"Open questions were taken as settled, as you asked: {fixed}.", ()
    for one in report.get("settled", ()):
        yield f'The question "{one["title"]}" is settled since {one["on"]}: {one["label"]}.', one["citations"]


def primary_of(report: Report) -> str | None:
    """Which of several licenses is renewed as Primary, and why."""
    if "primary" not in report or len(report["licenses"]) < 2:
        return None
    label = next(x["label"] for x in report["licenses"] if x["pointer"] == report["primary"]["pointer"])
    return f"Primary: {label}. {report['primary']['why']}"


def role_of(license: LicenseRow) -> str:
    """What a license is renewed as; of one that is not judged, its type."""
    role = license.get("renewed_as", license.get("type", ""))
    return ROLES.get(role, role.replace("-", " "))


def bars_of(license: LicenseRow) -> list[Requirement]:
    """The bar of each requirement: what there is for sure, and what there is if what is open falls well."""
    lacking = license.get("shortfall")
    short = (
        {} if lacking is None else {one["id"]: one for one in lacking["requirements"]} | {"total": lacking["in_all"]}
    )
    bars = []
    for row in license["requirements"]:
        sure = best = min(row["have"], row["need"])
        gap = short.get(row["id"]) if row["state"] != "met" else None
        if gap is not None and license["figures_of"] == "favorable":
            sure = min(best, max(row["need"] - gap["high"], 0))
        elif gap is not None and gap["low"] < gap["high"]:
            best = max(best, row["need"] - gap["low"])
        bars.append(Bar(sure, best, row["need"], row["state"]))
    columns = max((len(bar.counts) for bar in bars), default=0)
    return [
        Requirement(row["label"], bar, columns, row["citations"], _have_more(row, bar))
        for row, bar in zip(license["requirements"], bars, strict=True)
    ]


def _have_more(requirement: RequirementRow, bar: Bar) -> str:
    """How much there is, where that is more than a requirement needs: the rest fills the total."""
    if requirement["have"] <= requirement["need"]:
        return ""
    return f" ({'you have' if bar.sure == bar.best else 'up to'} {requirement['have']})"


def where(message: MessageRow, report: Report) -> str:
    """What a message is about, where it does not say so itself: its name, or the line of what has none."""
    labels = [row["label"] for row in report["licenses"]]
    if name := name_of(message, report):
        return "" if name in message["text"] or labels == [name] else f"{name}: "
    left_out = message["severity"] == "question" or not message["pointer"] or "line" not in message
    return "" if left_out or any(label in message["text"] for label in labels) else f"line {message['line']}: "


def name_of(message: MessageRow, report: Report) -> str:
    """The label or quoted title of what a message is about; "" where that has none."""
    item = item_of(message["pointer"])
    names = {row["pointer"]: row["label"] for row in report["licenses"]}
    names |= {row["pointer"]: f'"{row["title"]}"' for row in report["activities"]}
    return names.get(item, "")


def dates_of(license: LicenseRow) -> list[str]:
    """When a license expires, which days count, and from when one can apply, as far as known."""
    said = []
    if "expires" in license:
        word = "Expires" if license["state"] == "active" else "Expired"
        day = license["expires"]
        if "expires_given" in license:
            day = f"in {license['expires_given']}, shown as {day}"
        said.append(f"{word} {day} ({license['state']}).")
    said += [one["text"] for one in license.get("windows", ())]
    if "window" in license and "windows" not in license:
        days = license["window"]
        said.append(f"Points count if completed from {days['from']} to {days['to']}.")
    if "sei_course_window" in license:
        earlier = license["sei_course_window"]
        also = f"from {earlier['from']} to {earlier['to']}, too"
        said.append(f"Those of an SEI endorsement course may serve two cycles: {also}.")
    if "can_apply_from" in license:
        said.append(f"You can apply from {license['can_apply_from']} on.")
    if "new_expiry" in license:
        said.append(license["new_expiry"]["text"])
    return said


def figures_of(license: LicenseRow) -> str | None:
    """Which reading the figures and ticks beside the requirements are of, where there is another."""
    said = []
    if license.get("figures_of") == "favorable":
        said.append("The figures and check marks show what counts if what it first depends on falls your way.")
    said += [
        f"The figures count points completed from {one['from']} on."
        for one in license.get("windows", ())
        if one["shown"]
    ]
    return " ".join(said) or None


def field_told(license: LicenseRow) -> tuple[str, list[CitationRow]] | None:
    """What there is to say of the field of a judged license, with its citations: that nothing is special about it."""
    field = license.get("field")
    if field is None or license["status"] != "judged" or "kind" not in field:
        return None
    if not field["known"]:
        return f"Judged as {field['kind']}, as the file says: the field is in none of the lists that we know.", []
    if field["special_conditions"]:
        return None
    return "Renewal in this field has no special conditions of its own.", field["citations"]


def reasons_why_not(license: LicenseRow) -> list[str]:
    """What its tight sets say, each once: several ways an open question may go often fail for the same reason."""
    return list(dict.fromkeys(tight["text"] for tight in license.get("tight_sets", ())))


def shown_rows(license: LicenseRow) -> list[tuple[RequirementRow, list[CountedRow]]]:
    """Each requirement with the rows of its ledger; those of the total are the ones that no other one shows."""
    if not license["requirements"]:
        return []
    *others, total = license["requirements"]
    seen = [row for requirement in others for row in requirement["ledger"]]
    shown = [(requirement, list(requirement["ledger"])) for requirement in others]
    return [*shown, (total, [row for row in total["ledger"] if row not in seen])]


def pathway_title(pathway: PathwayRow) -> str:
    """Its name; one that is for a license not held yet is marked so."""
    return f"Later: {pathway['name']}" if pathway.get("later") else str(pathway["name"])


def pathway_parts(pathway: PathwayRow) -> list[tuple[str, list[PathwayPointRow]]]:
    """(heading, points) for each part of a pathway that has any."""
    told = [(heading, [p for p in pathway["points"] if p["part"] == part]) for part, heading in PARTS.items()]
    return [(heading, points) for heading, points in told if points]


def group_similar(messages: Sequence[MessageRow]) -> list[list[MessageRow]]:
    """The messages in their order; those that follow each other and call for the same together."""
    return [list(group) for _, group in groupby(messages, key=lambda m: (m["code"], m["hint"], m["citations"]))]


def uncounted_activities(report: Report) -> list[tuple[str, list[ActivityRow]]]:
    """(title, activities and badges) for those about which there is something to say."""
    told: dict[str, list[ActivityRow]] = {
        "What did not count, or not in full": [],
        "Left over as placed here, and explained below": [],
        "Not needed: enough without it": [],
        "How some of what counted was valued": [],
    }
    lost, asked, spare, noted = told.values()
    for a in report["activities"]:
        if a["state"] == "counted":
            noted += [a] * bool(a["reasons"])
        elif a["state"] in ("partly", "left-over") and not a["reasons"]:
            (asked if "asked_about" in a else spare).append(a)
        elif a["state"] != "planned":
            lost.append(a)
    return list(told.items())
