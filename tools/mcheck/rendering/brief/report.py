"""A report in brief, for a terminal: verdicts, what to do next, how much is there, and what it depends on.

Everything here is chosen from the report, with rows that say the same told together; `report.document` shows all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ...core.grouping import grouped
from ...core.reports.confirmation import IN_FORCE
from ...core.wording import count, headed, series
from ..document import (
    VERDICTS,
    Block,
    Heading,
    Item,
    Items,
    Paragraph,
    Sources,
    line,
    section,
)
from ..sentences import (
    BEYOND,
    DATED_BY,
    assumptions,
    bars_of,
    counted_badges,
    dependencies,
    may_matter,
    pathway_title,
    primary_of,
    reasons_why_not,
    role_of,
)
from .groups import messages_of, steps_of, uncounted

if TYPE_CHECKING:
    from ...core.reports.report import LicenseRow, Report

MANY = 3
"""Requirements that lack something."""
UNCHECKED = {
    "window": "days",
    "topics": "topics",
    "kinds": "kinds of activity",
    "course-rates": "course rates",
    "evidence": "certificates",
    "badges": "which badges",
}
"""What is not checked of sums, in a word or two."""
GATES = {"passed": "✔ ", "failed": "✘ Not met: ", "unknown": "? Not known yet: "}

_IF_SO, _IF_THE_SAME = "apply if this falls your way: ", "apply if the same falls your way."


def document(report: Report) -> list[Block]:
    """The report in brief."""
    return [
        *_head(report),
        *_verdicts(report["licenses"]),
        *section("What to do next", steps_of(report)),
        *_bars(report["licenses"]),
        *_depends(report),
        *_sums(report),
        *_pathways(report),
        *section("What did not count", uncounted(report)),
        *section("Messages", messages_of(report)),
        Sources(short=True),
        Paragraph(line(f"{report['notice']} {_more(report)}"), indent=0, apart=True),
    ]


def _more(report: Report) -> str:
    """Which data it is of, and what more there is."""
    return f"Catalog {report['catalog']['edition']}. Everything, with addresses: `mcheck check --full`"


def _judged(report: Report) -> bool:
    return any(license["status"] == "judged" for license in report["licenses"])


def _head(report: Report) -> Iterator[Block]:
    yield Heading(1, line(report["portfolio"].get("label") or report["portfolio"]["name"]))
    applying = f"Applying on {report['as_of']} ({DATED_BY[report['as_of_from']]})"
    if "edition" in report:
        edition = report["edition"]
        why = edition["chosen_because"]
        because = "" if why == IN_FORCE.format(report["as_of"]) else f" {why}"
        yield Paragraph(line(f"{applying}, by the {edition['name']}.{because}", cites=edition["citations"][:1]), 0)
    else:
        yield Paragraph(line(f"{applying}."), 0)
    for words, citations in assumptions(report):
        yield Paragraph(line(words, cites=citations[:1]), 0)
    if report.get("primary", {}).get("chosen_by") == "mcheck" and (primary := primary_of(report)):
        yield Paragraph(line(primary), 0)


# -- the verdict of each license


def _together(licenses: Iterable[LicenseRow], of: Callable[[LicenseRow], object]) -> list[list[LicenseRow]]:
    """The licenses in their order, those of which the same is to be said together."""
    return list(grouped(licenses, lambda license: repr(of(license))).values())


def _labels(licenses: Iterable[LicenseRow]) -> list[str]:
    return [license["label"] for license in licenses]


def _verdicts(licenses: Sequence[LicenseRow]) -> Iterator[Block]:
    """The verdict of each license; licenses of which the same is to be said together."""
    before = case = ""
    for group in _together(licenses, lambda x: (x["shown"], role_of(x), *_told(x))):
        license = group[0]
        yield Heading(2, line(", ".join(_labels(group))), license["shown"], f" ({role_of(license)})")
        _, *told = _told(license)
        days = _days(license)
        why, _, this = _why(license).partition(_IF_SO)
        words = f"{why}{_IF_THE_SAME}" if this and this == case else _why(license)
        yield Paragraph(line(words, cites=license["citations"][:1]))
        yield from (block for block in told if block != Paragraph(line(before)))
        before, case = days, this or case


def _told(license: LicenseRow) -> Iterator[Paragraph]:
    """What is to be said of a license: why its verdict is so, its days, and what would change it."""
    yield Paragraph(line(_why(license), cites=license["citations"][:1]))
    for words in _further(license):
        yield Paragraph(line(words))


def _further(license: LicenseRow) -> Iterator[str]:
    if "other_regulation" in license:
        other = license["other_regulation"]
        yield f"{other['name']}: {other['says']}"
        yield other["url"]
    if days := _days(license):
        yield days
    if "points_alone" in license:
        yield f"Its own points alone: {VERDICTS[license['points_alone']][1].lower()}."
    if "shortfall" not in license or any("case" in tight for tight in license.get("tight_sets", ())):
        yield from reasons_why_not(license)[:2]
    if "once_done" in license and license["once_done"]["verdict"] != license["verdict"]:
        done = license["once_done"]
        why = "" if done["verdict"] == "met" else f" {done['why']}"
        yield f"Once the planned activities are done: {VERDICTS[done['shown']][1]}.{why}"


def _why(license: LicenseRow) -> str:
    """Why a verdict is so; of much that may be missing only how much in all, as the bars show where."""
    missing = license.get("shortfall")
    if missing is None or len(missing["requirements"]) < MANY or license["figures_of"] != "favorable":
        return license["why"]
    in_all = f"If nothing that is open falls your way, {count(missing['in_all']['high'], 'PDP')} are missing in all."
    return license["why"].replace(missing["text"], in_all)


def _days(license: LicenseRow) -> str:
    """When a license expires, which days count, and until when it lasts once renewed, as far as known."""
    said = []
    if "expires" in license:
        active = license["state"] == "active"
        day = f"in {license['expires_given']}" if "expires_given" in license else license["expires"]
        said.append(f"Expires {day}." if active else f"Expired {day} ({license['state']}).")
    if "windows" in license:
        said += [one["text"] for one in license["windows"]]
    elif "window" in license:
        said.append(f"Points completed from {license['window']['from']} on count.")
    if "can_apply_from" in license:
        said.append(f"You can apply from {license['can_apply_from']} on.")
    if "date" in license.get("new_expiry", {}):
        said.append(f"Once renewed, it lasts until {license['new_expiry']['date']}.")
    return " ".join(said)


# -- how much is there, and what it depends on


def _bars(licenses: Sequence[LicenseRow]) -> Iterator[Block]:
    """A bar for each requirement, once for licenses that have the same, then the conditions not told before."""
    judged = [license for license in licenses if license["requirements"]]
    groups = _together(judged, lambda license: (bars_of(license), license["gates"]))
    if groups:
        yield Heading(2, line("Your PDPs"))
    shown = set[str]()
    for license, *others in groups:
        if len(licenses) > 1:
            yield Paragraph(line(", ".join(_labels([license, *others]))))
        bars = bars_of(license)
        if len(groups) > 1 and license["shown"] == "met":
            yield bars[-1]._replace(citations=(), label=f"{bars[-1].label}, every minimum filled")
        else:
            yield from (bar._replace(citations=()) for bar in bars)
        gates = [f"{GATES[gate['state']]}{gate['label']}" for gate in license["gates"]]
        yield Items([Item(line(gate)) for gate in gates if gate not in shown], mark="")
        shown.update(gates)


def _depends(report: Report) -> Iterator[Block]:
    """What has to be so for each license that depends on something; licenses of the same together."""
    open_ones = [x for x in report["licenses"] if x["depends_on"] or x.get("may_matter")]
    if open_ones:
        yield Heading(2, line("What it depends on"))
    for license, *others in _together(open_ones, lambda x: (x["depends_on"], x.get("may_matter"))):
        whose = "It" if len(report["licenses"]) == 1 else series(_labels([license, *others]))
        for n, keys in enumerate(license["depends_on"]):
            yield from _set(report, license, keys, f"{whose} {'are' if others else 'is'} met if" if not n else "Or if")
        if license.get("sets") in BEYOND:
            yield Paragraph(line(BEYOND[license["sets"]]))
        if further := may_matter(license):
            yield Paragraph(line("May matter too: " if license["depends_on"] else "What is open: ", further, "."))


def _set(report: Report, license: LicenseRow, keys: Sequence[str], start: str) -> Iterator[Block]:
    """What has to be so, for one set of open points."""
    asked = {f"question:{q['id']}": q for q in report["questions"]}
    items = []
    for question in (asked[key] for key in keys if key in asked):
        takes = [r["label"] for r in question["takes"] if license["pointer"] in r["licenses"]]
        asks = headed(question["title"], f"{series(takes, 'or')}.") if takes else question["title"]
        items.append(Item(line(f"{asks} {question.get('case', '')}".rstrip())))
    facts = [key for key in keys if key not in asked]
    if facts:
        depends = f"This falls your way: {dependencies(report, facts, license.get('alike', ()))}"
        words = "Your certificates hold" if facts == ["fact:/stated"] else depends
        if not items:
            yield Paragraph(line(f"{start} {words[0].lower()}{words[1:]}."))
            return
        items.insert(0, Item(line(f"{words}.")))
    yield Paragraph(line(f"{start} this is so:"))
    yield Items(items)


def _sums(report: Report) -> Iterator[Block]:
    """What was not checked of sums, and what badges are worth of which only the number is stated."""
    unchecked = [UNCHECKED[one["id"]] for one in report.get("stated", {}).get("not_checked", ())]
    if unchecked:
        counted = counted_badges(report)
        yield Heading(2, line("Not checked, because you gave sums"))
        yield Paragraph(line(f"{series(unchecked)}.".capitalize(), f" {counted}" if counted else ""))


def _pathways(report: Report) -> Iterator[Block]:
    """Where nothing is judged, what each pathway comes to, and what badges can do in the first."""
    pathways = [] if _judged(report) else report["pathways"]
    for pathway in pathways[:1]:
        yield Heading(2, line(pathway_title(pathway)))
        yield Paragraph(line(pathway["summary"], cites=pathway["citations"][:1]), 0)
        points = [p for p in pathway["points"] if p["part"] in ("badges-can", "badges-cannot")]
        yield Items([Item(line(p["text"], cites=p["citations"][:1])) for p in points])
    others = [line(f"{pathway_title(p)}: {p['summary']}", cites=p["citations"][:1]) for p in pathways[1:]]
    yield from section("What may matter, too", [Item(other) for other in others])
