"""A report for a terminal: a verdict per license, a bar per requirement, what counted and what did not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

from ..core.escaping import escape_terminal
from ..core.wording import count, series
from .terminal import shorten, wrap

WORDS = {
    "met": ("✔", "MET", "32"),
    "not-met": ("✘", "NOT MET", "31"),
    "not-yet": ("○", "NOT YET", "33"),
    "depends": ("?", "DEPENDS", "33"),
    "not-required": ("-", "NOT REQUIRED", "36"),
    "not-covered": ("-", "NOT COVERED", "35"),
    "not-now": ("-", "NOT NOW", "36"),
}
PARTS = {
    "requirements": "What holds",
    "routes": "Routes",
    "badges-can": "What badges can do",
    "badges-cannot": "What badges cannot do",
}
"""Headings of the parts of a pathway."""
ASCII = {"✔": "+", "✘": "x", "○": "o", "█": "#", "░": "-", "→": "->"}
NOT_CHECKED = "Not checked, because you gave sums"
MOST_NAMED = 8
"""Names in one sentence."""
AUTHORITY = {"agency-page": "agency page"}


def render(report: dict[str, Any], *, color: bool = False, width: int = 80, unicode: bool = True) -> str:
    """The whole report; `color` only adds to words and signs, `unicode` off keeps to ASCII signs."""
    text = _Report(color, width)
    text.report(report)
    return text.whole(unicode)


def hanging(report: Mapping[str, Any], keys: Sequence[str]) -> str:
    """What a verdict depends on, in words: facts the file leaves out, those of a name together, dates that it gives
    only in part, and open questions.
    """
    titles = {f"question:{q['id']}": f'"{q["title"]}"' for q in report["questions"]}
    missing = {f"fact:{f['pointer']}": f for f in report["facts"]}
    facts: dict[str, list[str]] = {}
    parts: dict[str, list[str]] = {}
    fields = [f["about"] for f in map(missing.get, keys) if f is not None and f["name"] == "field"]
    for fact in (missing[key] for key in keys if key in missing):
        if fact["name"] == "field":
            continue
        owner = f"{fact['about']} ({fact['given']})" if "given" in fact else fact["about"]
        (parts if "given" in fact else facts).setdefault(fact["name"], []).extend([owner] * bool(owner))
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


def not_checked(report: Mapping[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """What was not checked of the sums that the educator states, in words, each with its citations."""
    return [(one["text"], one["citations"]) for one in report.get("stated", {}).get("not_checked", ())]


def counted_badges(report: Mapping[str, Any]) -> str | None:
    """What badges are worth of which only the number is stated; None where there are none."""
    badges = report.get("stated", {}).get("badges")
    if badges is None:
        return None
    least, most = badges["worth_least"], badges["worth_most"]
    worth = count(most, "PDP") if least == most else f"{least} to {count(most, 'PDP')}"
    return f"{count(badges['count'], 'badge')} that you only count: {worth}."


def _number(facts: Mapping[str, Sequence[str]]) -> int:
    return sum(len(owners) or 1 for owners in facts.values())


def _listed(facts: Mapping[str, Sequence[str]]) -> str:
    return "; ".join(f"`{name}`" + (f" of {_series(owners)}" if owners else "") for name, owners in facts.items())


def _series(words: Sequence[str]) -> str:
    """Words as part of a sentence; of a long list only the first: each stands elsewhere in the report, too."""
    if len(words) > MOST_NAMED:
        words = [*words[: MOST_NAMED - 1], f"{len(words) - MOST_NAMED + 1} more that are listed below"]
    return series(words)


def pinned_readings(report: Mapping[str, Any]) -> str:
    """The readings that were fixed by --reading, in words."""
    fixed = ", ".join(f"{r['question']} = {r['reading']}" for r in report["readings"])
    return f"Open questions were taken as settled, as you asked: {fixed}."


def settled_questions(report: Mapping[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """What holds of questions that a source has settled, in words, each with its citations."""
    return [
        (f'The question "{one["title"]}" is settled since {one["on"]}: {one["label"]}.', one["citations"])
        for one in report.get("settled", ())
    ]


def primary_of(report: Mapping[str, Any]) -> str | None:
    """Which of several licenses is renewed as Primary, and why."""
    if "primary" not in report or len(report["licenses"]) < 2:
        return None
    label = next(x["label"] for x in report["licenses"] if x["pointer"] == report["primary"]["pointer"])
    return f"Primary: {label}. {report['primary']['why']}"


def dates_of(license: Mapping[str, Any]) -> list[str]:
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
        days = license["sei_course_window"]
        also = f"from {days['from']} to {days['to']}, too"
        said.append(f"Those of an SEI endorsement course may serve two cycles: {also}.")
    if "can_apply_from" in license:
        said.append(f"You can apply from {license['can_apply_from']} on.")
    if "new_expiry" in license:
        said.append(license["new_expiry"]["text"])
    return said


def figures_of(license: Mapping[str, Any]) -> str | None:
    """Which reading the figures and ticks beside the requirements are of, where there is another."""
    said = []
    if license.get("figures_of") == "favorable":
        said.append("The figures and ticks are of the favorable reading: what it first hangs on falls in your favor.")
    said += [
        f"The figures are of points completed from {one['from']} on ({one['stance']} reading of {one['question']})."
        for one in license.get("windows", ())
        if one["shown"]
    ]
    return " ".join(said) or None


def field_told(license: Mapping[str, Any]) -> tuple[str, list[dict[str, Any]]] | None:
    """What there is to say of the field of a judged license, with its citations: that nothing is special about it."""
    field = license.get("field")
    if field is None or license["status"] != "judged" or "kind" not in field:
        return None
    if not field["known"]:
        return f"Judged as {field['kind']}, as the file says: the field is in no list that was read.", []
    if field["special_conditions"]:
        return None
    return "Renewal in this field has no special conditions of its own.", field["citations"]


def reasons_why_not(license: Mapping[str, Any]) -> list[str]:
    """What its tight sets say, each once: several ways an open question may go often fail for the same reason."""
    return list(dict.fromkeys(tight["text"] for tight in license.get("tight_sets", ())))


def shown_rows(license: Mapping[str, Any]) -> list[tuple[Mapping[str, Any], list[Mapping[str, Any]]]]:
    """Each requirement with the rows of its ledger; those of the total are the ones that no other one shows."""
    *others, total = license["requirements"] or [None]
    seen = [row for requirement in others for row in requirement["ledger"]]
    shown = [(requirement, list(requirement["ledger"])) for requirement in others]
    return [*shown, (total, [row for row in total["ledger"] if row not in seen])] if total else []


def pathway_title(pathway: Mapping[str, Any]) -> str:
    """Its name; one that is for a license not held yet is marked so."""
    return f"Later: {pathway['name']}" if pathway.get("later") else str(pathway["name"])


def pathway_parts(pathway: Mapping[str, Any]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """(heading, points) for each part of a pathway that has any."""
    told = [(heading, [p for p in pathway["points"] if p["part"] == part]) for part, heading in PARTS.items()]
    return [(heading, points) for heading, points in told if points]


def alike(messages: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """The messages in their order; those that follow each other and call for the same together."""
    return [
        list(group)
        for _, group in groupby(messages, key=lambda m: (m["code"], m["hint"], [c["url"] for c in m["citations"]]))
    ]


def fates(report: Mapping[str, Any]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """(title, activities and badges) for those about which there is something to say."""
    told: dict[str, list[Mapping[str, Any]]] = {
        "What did not count, or not in full": [],
        "Left over as placed here, and spoken of below": [],
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


class TerminalDocument:
    """Lines for a terminal, and the sources they cite."""

    def __init__(self, color: bool, width: int) -> None:
        self.color, self.width = color, width
        self.lines: list[str] = []
        self.sources: list[dict[str, Any]] = []
        self.editions: list[list[str]] = []
        """The editions whose rules each source was cited for."""

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color else text

    def say(self, text: str = "", indent: int = 0, hang: int = 0) -> None:
        self.lines += wrap(escape_terminal(text), self.width, " " * indent, " " * (indent + hang)) or [""]

    def address(self, url: str, indent: int) -> None:
        """A line of its own that is never broken, so that it can be clicked."""
        self.lines.append(" " * indent + escape_terminal(url))

    def title(self, text: str) -> None:
        self.lines += ["", self.paint(text, "1")]

    def marks(self, citations: Sequence[dict[str, Any]]) -> str:
        """Footnote marks for the first three citations: more would hide the text, and the JSON has them all."""
        numbers = sorted({self.number(citation) for citation in citations[:3]})
        return " " + "".join(f"[{n}]" for n in numbers) if numbers else ""

    def number(self, citation: Mapping[str, Any]) -> int:
        """The number of its source, which is the same for every rule that the source is cited for."""
        source = {key: value for key, value in citation.items() if key not in ("edition", "effective_from")}
        if source not in self.sources:
            self.sources.append(source)
            self.editions.append([])
        place = self.sources.index(source)
        if "edition" in citation and citation["edition"] not in self.editions[place]:
            self.editions[place].append(citation["edition"])
        return place + 1

    def cited(self) -> None:
        """Every source that a mark leads to."""
        if self.sources:
            self.title("Sources")
            for n, (source, editions) in enumerate(zip(self.sources, self.editions, strict=True), 1):
                at = f", {source['at']}" if "at" in source and source["at"] not in source["title"] else ""
                dated = f", {source['dated']}" if "dated" in source else ""
                kind = AUTHORITY.get(source["authority"], source["authority"])
                edition = f"; rules of {', '.join(editions)}" if editions else ""
                self.say(f"[{n}] {source['title']}{at} ({kind}{dated}{edition})", 2, 4)
                self.address(source["url"], 6)

    def whole(self, unicode: bool) -> str:
        """The page as one text; without `unicode` it keeps to ASCII signs."""
        out = "\n".join(self.lines).rstrip() + "\n"
        if not unicode:
            for sign, instead in ASCII.items():
                out = out.replace(sign, instead)
        return out


class _Report(TerminalDocument):
    def report(self, report: dict[str, Any]) -> None:
        name = report["portfolio"].get("label") or report["portfolio"]["name"]
        self.lines.append(self.paint(escape_terminal(name), "1"))
        came = {"option": "--on", "portfolio": "the file", "today": "today"}[report["as_of_from"]]
        self.say(f"Applying on {report['as_of']} ({came}). Catalog {report['catalog']['edition']}.")
        if "edition" in report:
            edition = report["edition"]
            self.say(f"{edition['name']}: {edition['chosen_because']}{self.marks(edition['citations'])}")
        if "readings" in report:
            self.say(pinned_readings(report))
        for words, citations in settled_questions(report):
            self.say(words + self.marks(citations))
        if primary := primary_of(report):
            self.say(primary)
        for license in report["licenses"]:
            self.license(license, report)
        for pathway in report["pathways"]:
            self.title(pathway_title(pathway))
            self.say(pathway["summary"] + self.marks(pathway["citations"]))
            for heading, points in pathway_parts(pathway):
                self.say(f"{heading}:", 2)
                for point in points:
                    self.say(f"- {point['text']}{self.marks(point['citations'])}", 4, 2)
        self.rest(report)

    def license(self, license: dict[str, Any], report: dict[str, Any]) -> None:
        sign, word, code = WORDS[license["shown"]]
        role = {"primary": "Primary", "additional": "additional", "endorsement": "endorsement"}
        kind = role.get(license.get("renewed_as", ""), license.get("renewed_as", license.get("type", "")))
        self.lines += ["", f"{self.paint(f'{sign} {word}', f'1;{code}')}  {escape_terminal(license['label'])} ({kind})"]
        self.say(license["why"] + self.marks(license["citations"]), 2)
        if "other_regulation" in license:
            other = license["other_regulation"]
            self.say(f"{other['name']}: {other['says']}", 2)
            self.address(other["url"], 2)
        for line in dates_of(license):
            self.say(line, 2)
        if told := field_told(license):
            self.say(told[0] + self.marks(told[1]), 2)
        if favorable := figures_of(license):
            self.say(favorable, 2)
        valued = {
            a["pointer"]: f" ({a['how']})" for a in report["activities"] if a["pointer"].startswith("/activities")
        }
        for requirement, rows in shown_rows(license):
            self.bar(requirement)
            for row in rows:
                self.say(f"{row['points']}  {row['title']}{valued.get(row['pointer'], '')}", 6, 4)
        for gate in license["gates"]:
            self.say(f"{gate['state'].upper()}: {gate['label']}. {gate['text']}{self.marks(gate['citations'])}", 2, 2)
        for text in reasons_why_not(license):
            self.say(text, 2)
        if "points_alone" in license:
            self.say(f"Its own points alone: {WORDS[license['points_alone']][1].lower()}.", 2)
        for n, chosen in enumerate(license["depends_on"]):
            self.say(f"{'It hangs on' if n == 0 else 'Or on'} {hanging(report, chosen)}.", 2, 2)
        if not license.get("all_listed", True):
            self.say("There may be other ways, or shorter ones: the search was cut off here.", 2)
        if "once_done" in license:
            done = license["once_done"]
            self.say(f"Once the planned activities are done: {WORDS[done['shown']][1]}. {done['why']}", 2, 2)

    def bar(self, requirement: Mapping[str, Any]) -> None:
        need, have = float(requirement["need"]), float(requirement["have"])
        size = 20
        full = size if have >= need else int(size * have / need)
        sign = {"met": "✔", "short": "✘", "depends": "?"}[requirement["state"]]
        counts = f"{requirement['have']} of {requirement['need']}"
        marks = self.marks(requirement["citations"])
        label = shorten(escape_terminal(requirement["label"]), max(self.width - 41 - len(marks), 12))
        self.lines.append(f"  {sign} {'█' * full}{'░' * (size - full)} {counts:>14}  {label}{marks}")

    def fate(self, a: Mapping[str, Any]) -> str:
        """What became of an activity or badge, and why."""
        why = " ".join(r["text"] + self.marks(r["citations"]) for r in a["reasons"])
        worth = f"{a['counted']} of {count(a['worth'], 'PDP')}" if a["worth"] else "no PDPs"
        return f"{a['title']} ({worth}): {why or a['how']}"

    def rest(self, report: dict[str, Any]) -> None:
        def section(title: str, rows: Sequence[Any], lines: Callable[[Any], Sequence[str]]) -> None:
            """Each row as a point of a list; further lines of a row stand below it, so that none grows to a wall."""
            if rows:
                self.title(title)
            for row in rows:
                first, *more = lines(row)
                self.say(f"- {first}", 2, 2)
                for line in more:
                    self.say(line, 4)

        section("Badge pairs", report["pairs"], _pair)
        section(NOT_CHECKED, not_checked(report), lambda one: [one[0] + self.marks(one[1])])
        if counted := counted_badges(report):
            self.say(counted, 2)
        for title, activities in fates(report):
            section(title, activities, lambda a: [self.fate(a)])
        names = {x["pointer"]: x["label"] for x in report["licenses"]}
        section("Open questions", report["questions"], lambda q: self.question(q, names))
        self.messages(report["messages"])
        section("What to do next", report["next_steps"], lambda s: [s["text"] + self.marks(s["citations"])])
        self.cited()
        self.lines.append("")
        self.say(report["notice"])

    def question(self, q: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
        """What is open, the answer it would take, and where to go with it."""
        return [
            f"{q['title']}{self.marks(q['citations'])}",
            q["asks"],
            *([f"Your case: {q['case']}"] if "case" in q else ()),
            f"It would take: {' or '.join(_takes(q, names))}.",
            f"Ask {' or '.join(q['who_can_settle'])}. More: mcheck explain {q['id']}",
        ]

    def messages(self, messages: Sequence[Mapping[str, Any]]) -> None:
        """Each with what it is about; what to do stands once below those that call for the same."""
        if messages:
            self.title("Messages")
        for group in alike(messages):
            for m in group:
                line = f"line {m['line']}: " if "line" in m else ""
                self.say(f"- {line}{m['severity']} {m['code']} {m['name']}: {m['text']}", 2, 2)
            last = group[-1]
            self.say(f"→ {last['hint']}{self.marks(last['citations'])}", 4, 2)


def _pair(p: Mapping[str, Any]) -> list[str]:
    """A pair of badges, and below it what a third one beside it is worth."""
    said = [f"{' + '.join(p['titles'])}: {count(p['points'], 'PDP')} ({p['related_by']})"]
    if "third" in p:
        third = p["third"]
        said.append(f"Beside it {third['title']}: {count(third['points'], 'PDP')}, half a pair ({third['related_by']})")
    return said


def _takes(q: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    """The readings that a question would take; where they are not enough for the same licenses, for which they are."""
    differ = len({tuple(reading["licenses"]) for reading in q["takes"]}) > 1
    return [
        reading["label"] + (f" (for {' and '.join(names[x] for x in reading['licenses'])})" if differ else "")
        for reading in q["takes"]
    ]
