"""A plan (schemas/plan.schema.json) as text for a terminal, and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..core.escaping import escape_terminal
from ..core.escaping import markdown as m
from ..core.wording import count
from ..planning.report import money, span
from ..regulation.stated_totals import ADD_CERTIFICATES
from .report import WORDS, TerminalDocument, hanging

LEAST = {"hours": "the fewest hours", "cost": "the least cost that is known", "items": "the fewest things to do"}


def least(plan: Mapping[str, Any], objective: str) -> str:
    """What the first plan is the least of; a plan must not pass for the least in what nobody knows of it."""
    if not plan["effort"]["items"]:
        return ""
    unknown = plan["effort"].get(f"{objective}_not_known_for")
    if unknown:
        return f" (what it takes in {objective} is not known)"
    return f" ({LEAST[objective]}{'' if plan['proved'] else ', as far as was found'})"


def effort(plan: Mapping[str, Any]) -> str:
    """What a plan takes, in one line; what the catalog does not say is said to be unknown."""
    takes = plan["effort"]
    said = [count(takes["items"], "thing to do", "things to do")]
    unknown = takes["hours_not_known_for"]
    if "hours" in takes:
        more = f", and what {unknown} of them take (not known)" if unknown else ""
        said.append(f"{count(span(takes['hours']), 'hour')}{more}")
    elif unknown:
        said.append("hours not known")
    cost = takes.get("cost", {})
    if "members" in cost:
        said.append(f"badges cost members {money(cost['members'])}")
    if "others_most" in cost:
        price = span({"least": cost["others_least"], "most": cost["others_most"]}, sign="US$")
        said.append(f"others {price}")
    if takes["cost_not_known_for"]:
        said.append("cost of the rest not known" if cost else "cost not known")
    return "; ".join(said)


def missing(fact: Mapping[str, Any]) -> str:
    if fact["name"] == "stated":
        return ADD_CERTIFICATES
    takes, answer = fact.get("takes", ""), f" Answer with {fact['answer']}." if "answer" in fact else ""
    if "Add " in takes or fact["name"] == "field":  # it says itself what to do
        return f"{fact['about']}: {takes}{answer}" if fact["about"] else f"{takes}{answer}"
    if "given" in fact:
        return f"Make `{fact['name']}` exact in {fact['about']} ({fact['given']}). {takes}{answer}"
    return f"Add `{fact['name']}` to {fact['about'] or 'the file'}. {takes}".rstrip() + answer


def first_answers(one: Mapping[str, Any], report: Mapping[str, Any]) -> Iterator[str]:
    """Where nothing is to be earned, what has to be answered first: the facts, then the questions it hangs on."""
    if one["effort"]["items"]:
        return
    for fact in report["facts"]:
        if f"fact:{fact['pointer']}" in one["hangs_on"]:
            yield f"First answer: {missing(fact)}"
    for q in report["questions"]:
        if f"question:{q['id']}" in one["hangs_on"]:
            yield f"First ask {' or '.join(q['who_can_settle'])}: {q['asks']}"


def and_conditions(one: Mapping[str, Any]) -> str:
    """That special conditions are to be met beside what a plan takes."""
    return ", and the condition" * any(part["what"] == "condition" for part in one["parts"])


def proof(plan: Mapping[str, Any], objective: str) -> str:
    """That it is the least of its kind, or how far it is proved."""
    if plan["proved"]:
        return ""
    bound = plan["cannot_be_below"]
    least_known = {
        "hours": f"{bound.get('hours')} hours",
        "cost": f"US${bound.get('cost')}",
        "items": count(bound.get("items", 0), "thing to do", "things to do"),
    }[objective]
    said = "The search was cut off, so it is not proved that nothing less would do"
    unknown = bound.get(f"{objective}_unknown")
    if unknown:
        return f"{said}; it takes at least {count(unknown, 'thing', 'things')} whose {objective} nobody knows."
    return f"{said}; less than {least_known} cannot be enough." if bound[objective] else f"{said}."


def deadline(report: Mapping[str, Any]) -> str:
    if "deadline" not in report:
        return "No license date sets an end; the five years that count end with the day you apply."
    end, days = report["deadline"], count(report["deadline"]["days_left"], "day")
    if not report["plans"][0]["parts"]:
        return f"You have to apply by {end['date']}, when {end['why']}: {days} left."
    return f"All of it has to be done, and you have to apply, by {end['date']}, when {end['why']}: {days} left."


def render_text(report: dict[str, Any], *, color: bool = False, width: int = 80, unicode: bool = True) -> str:
    """The whole plan; `color` only adds to words and signs, `unicode` off keeps to ASCII signs."""
    text = _Plan(color, width)
    text.plan(report)
    return text.whole(unicode)


class _Plan(TerminalDocument):
    def plan(self, report: dict[str, Any]) -> None:
        name = report["portfolio"].get("label") or report["portfolio"]["name"]
        self.lines.append(self.paint(escape_terminal(f"A plan for {name}"), "1"))
        came = {"option": "--on", "portfolio": "the file", "today": "today"}[report["as_of_from"]]
        self.say(f"Looking from {report['as_of']} ({came}). Catalog {report['catalog']['edition']}.")
        self.lines.append("")
        for license in report["today"]["licenses"]:
            sign, word, code = WORDS[license["shown"]]
            self.lines.append(f"Today {self.paint(f'{sign} {word}', f'1;{code}')}  {escape_terminal(license['label'])}")
            self.say(license["why"], 2)
        self.lines.append("")
        self.say(report["why"])
        if report["plans"]:
            self.say(deadline(report))
        if "bundle" in report:
            self.title("First, at no cost")
            self.say(f"- {report['bundle']['text']}", 2, 2)
        for n, one in enumerate(report["plans"]):
            self.one(one, report, first=n == 0)
        if "badges" in report:
            self.title("Badges alone?")
            self.say(report["badges"]["why"], 2)
        self.asks(report)
        if report["notes"]:
            self.title("Good to know")
            for note in report["notes"]:
                self.say(f"- {note['text']}{self.marks(note['citations'])}", 2, 2)
        self.cited()
        self.lines.append("")
        self.say(report["notice"])

    def one(self, one: dict[str, Any], report: dict[str, Any], *, first: bool) -> None:
        sign, word, code = WORDS[one["verdict"]]
        title = one["name"] + least(one, report["objective"]) if first else f"Or: {one['name']}"
        self.title(title)
        said: set[str] = set()
        for part in one["parts"]:
            self.say(f"- {part['text']}{self.marks(part['citations'])}", 2, 2)
            if part.get("or"):
                self.say(f"Or as many of: {'; '.join(part['or'])}.", 4)
            for note in part["notes"]:
                if note not in said:
                    self.say(note, 4)
                said.add(note)
        for line in first_answers(one, report):
            self.say(f"- {line}", 2, 2)
        if one["effort"]["items"]:
            self.say(f"It takes: {effort(one)}{and_conditions(one)}.", 2, 2)
        self.lines.append(f"  Once done: {self.paint(f'{sign} {word}', f'1;{code}')}")
        if one["hangs_on"]:
            self.say(f"It hangs on {hanging(report, one['hangs_on'])}.", 2, 2)
        if not one["proved"]:
            self.say(proof(one, report["objective"]), 2, 2)

    def asks(self, report: dict[str, Any]) -> None:
        answered = [f"fact:{fact['pointer']}" for fact in report["facts"]]
        if answered and any(one["effort"]["items"] and {*one["hangs_on"]} & {*answered} for one in report["plans"]):
            self.title("Facts that the file leaves out")
        else:
            answered = []  # said already, as what is to be answered first
        for fact in report["facts"] if answered else ():
            self.say(f"- {missing(fact)}", 2, 2)
        if report["questions"]:
            self.title("Open questions")
        for q in report["questions"]:
            who = " or ".join(q["who_can_settle"])
            self.say(
                f"- {q['title']}: {q['asks']} Ask {who}. More: mcheck explain {q['id']}{self.marks(q['citations'])}",
                2,
                2,
            )


def render_markdown(report: dict[str, Any]) -> str:
    """Headings and lists; everything from the portfolio escaped."""
    return "\n".join(_markdown(report)) + "\n"


def _markdown(report: dict[str, Any]) -> Iterator[str]:
    name = report["portfolio"].get("label") or report["portfolio"]["name"]
    yield from (f"# A plan for {m(name)}", "")
    yield from (f"Looking from {report['as_of']}. Catalog {report['catalog']['edition']}.", "")
    for license in report["today"]["licenses"]:
        yield f"- Today {WORDS[license['shown']][1]}: {m(license['label'])}. {m(license['why'])}"
    yield from ("", m(report["why"]), "")
    if report["plans"]:
        yield from (m(deadline(report)), "")
    if "bundle" in report:
        yield from ("## First, at no cost", "", f"- {m(report['bundle']['text'])}", "")
    for n, one in enumerate(report["plans"]):
        name = f"Or: {m(one['name'])}" if n else m(one["name"]) + least(one, report["objective"])
        yield from (f"## {name}: {WORDS[one['verdict']][1]} once done", "")
        said: set[str] = set()
        for part in one["parts"]:
            instead = f" Or as many of: {m('; '.join(part['or']))}." if part.get("or") else ""
            notes = "".join(f" {m(note)}" for note in part["notes"] if note not in said)
            said.update(part["notes"])
            yield f"- {m(part['text'])}{instead}{notes} {_cites(part['citations'])}".rstrip()
        yield from (f"- {m(line)}" for line in first_answers(one, report))
        if one["effort"]["items"]:
            yield f"- It takes: {m(effort(one) + and_conditions(one))}."
        if one["hangs_on"]:
            yield f"- It hangs on {m(hanging(report, one['hangs_on']))}."
        if not one["proved"]:
            yield f"- {m(proof(one, report['objective']))}"
        yield ""
    if "badges" in report:
        yield from ("## Badges alone?", "", m(report["badges"]["why"]), "")
    if report["facts"]:
        yield from ("## Facts that the file leaves out", "")
        yield from (f"- {m(missing(fact))}" for fact in report["facts"])
        yield ""
    if report["questions"]:
        yield from ("## Open questions", "")
        yield from (f"- {m(q['title'])}: {m(q['asks'])} {_cites(q['citations'])}".rstrip() for q in report["questions"])
        yield ""
    if report["notes"]:
        yield from ("## Good to know", "")
        yield from (f"- {m(note['text'])} {_cites(note['citations'])}".rstrip() for note in report["notes"])
        yield ""
    yield m(report["notice"])


def _cites(citations: Sequence[dict[str, Any]]) -> str:
    return " ".join(f"[{m(c.get('at') or c['title'])} ({c['authority']})](<{c['url']}>)" for c in citations[:3])
