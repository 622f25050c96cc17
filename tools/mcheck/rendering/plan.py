"""A plan (schemas/plan.schema.json) as a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..core.wording import count, headed
from ..planning.report import money, span
from ..regulation.stated_totals import ADD_CERTIFICATES
from .backends import markdown, terminal
from .document import (
    VERDICTS,
    Block,
    By,
    Heading,
    Item,
    Items,
    Only,
    Paragraph,
    Sources,
    VerdictLine,
    line,
    own,
    section,
)
from .sentences import DATED_BY, dependencies

if TYPE_CHECKING:
    from ..core.reports.plan_report import FactToGiveRow, LicenseTodayRow, PlanReport, PlanRow

LEAST = {"hours": "the fewest hours", "cost": "the lowest known cost", "items": "the fewest things to do"}


def least(plan: PlanRow, objective: str) -> str:
    """What the first plan is the least of; a plan must not pass for the least in what nobody knows of it."""
    if not plan["effort"]["items"]:
        return ""
    unknown = plan["effort"].get(f"{objective}_not_known_for")
    if unknown:
        return f" (what it takes in {objective} is not known)"
    return f" ({LEAST[objective]}{'' if plan['proved'] else ', as far as we could find out'})"


def effort(plan: PlanRow) -> str:
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


def missing(fact: FactToGiveRow) -> str:
    if fact["name"] == "stated":
        return ADD_CERTIFICATES
    takes, answer = fact.get("takes", ""), f" Answer with {fact['answer']}." if "answer" in fact else ""
    if "Add " in takes or fact["name"] == "field":  # it says itself what to do
        return f"{fact['about']}: {takes}{answer}" if fact["about"] else f"{takes}{answer}"
    return f"Add `{fact['name']}` to {fact['about'] or 'the file'}. {takes}".rstrip() + answer


def first_answers(one: PlanRow, report: PlanReport) -> Iterator[str]:
    """Where nothing is to be earned, what has to be answered first: the facts, then the questions it depends on."""
    if one["effort"]["items"]:
        return
    for fact in report["facts"]:
        if f"fact:{fact['pointer']}" in one["hangs_on"]:
            yield f"First answer: {missing(fact)}"
    for q in report["questions"]:
        if f"question:{q['id']}" in one["hangs_on"]:
            yield f"First ask {' or '.join(q['who_can_settle'])}: {q['asks']}"


def and_conditions(one: PlanRow) -> str:
    """That special conditions are to be met beside what a plan takes."""
    return ", and the condition" * any(part["what"] == "condition" for part in one["parts"])


NOT_PROVED = "The search stopped at its limit, so it is not proven that nothing less is enough."


def deadline(report: PlanReport) -> str:
    if "deadline" not in report:
        return "What is not active has no last day: the five years that count for it end with the day you apply."
    end, days = report["deadline"], count(report["deadline"]["days_left"], "day")
    if not report["plans"][0]["parts"]:
        return f"You have to apply by {end['date']}, when {end['why']}: {days} left."
    return f"All of it has to be done, and you have to apply, by {end['date']}, when {end['why']}: {days} left."


def as_text(plan: PlanReport, *, color: bool = False, width: int = 80, unicode: bool = True) -> str:
    """The whole plan for a terminal."""
    return terminal.render(document(plan), plan["sources"], color=color, width=width, unicode=unicode)


def as_markdown(plan: PlanReport) -> str:
    """Headings and lists."""
    return markdown.render(document(plan), plan["sources"])


def document(report: PlanReport) -> list[Block]:
    """The whole plan."""
    name = report["portfolio"].get("label") or report["portfolio"]["name"]
    came = By(terminal=f" ({DATED_BY[report['as_of_from']]})")
    looking = line(f"As of {report['as_of']}", came, f". Catalog {report['catalog']['edition']}.")
    blocks = [Heading(1, line("A plan for ", name)), Paragraph(looking, indent=0), *_today(report["today"]["licenses"])]
    blocks.append(Paragraph(line(report["why"]), indent=0, apart=True))
    if report["plans"]:
        blocks.append(Paragraph(line(deadline(report)), indent=0))
    if "bundle" in report:
        blocks += section("First, at no cost", [Item(line(report["bundle"]["text"]))])
    for n, plan in enumerate(report["plans"]):
        blocks += _plan(plan, report, first=n == 0)
    if "badges" in report:
        blocks += [Heading(2, line("Badges alone?")), Paragraph(line(report["badges"]["why"]))]
    notes = [Item(line(note["text"], cites=note["citations"])) for note in report["notes"]]
    notice = Paragraph(line(report["notice"]), indent=0, apart=True)
    return [*blocks, *_facts(report), *_questions(report), *section("Good to know", notes), Sources(), notice]


def _today(licenses: Sequence[LicenseTodayRow]) -> Iterator[Block]:
    """Each verdict without a plan."""
    yield Only("terminal", [Paragraph(line(), indent=0)])
    for license in licenses:
        standing = VerdictLine("Today ", license["shown"], f"  {license['label']}")
        yield Only("terminal", [standing, Paragraph(line(license["why"]))])
    listed = [Item(line(f"Today {VERDICTS[x['shown']][1]}: ", x["label"], ". ", x["why"])) for x in licenses]
    yield Only("markdown", [Items(listed)])


def _plan(plan: PlanRow, report: PlanReport, *, first: bool) -> Iterator[Block]:
    once = By(markdown=f": {VERDICTS[plan['verdict']][1]} once done")
    least_of = own(least(plan, report["objective"])) if first else ""
    yield Heading(2, line("" if first else "Or: ", plan["name"], least_of, once))
    said: set[str] = set()
    entries: list[Item | Only] = []
    for part in plan["parts"]:
        instead = [f"Or the same amount of: {'; '.join(part['or'])}."] if part.get("or") else []
        notes = [note for note in part["notes"] if note not in said]
        said.update(notes)
        entries.append(Item(line(part["text"], cites=part["citations"]), (*instead, *notes)))
    entries += [Item(line(words)) for words in first_answers(plan, report)]
    yield Items([*entries, *_once_done(plan, report)])


def _once_done(plan: PlanRow, report: PlanReport) -> Iterator[Item | Only]:
    """What a plan takes and leads to; in a terminal not as points of its list."""
    if plan["effort"]["items"]:
        yield Item(line("It takes: ", effort(plan) + and_conditions(plan), "."), marked=False)
    yield Only("terminal", [VerdictLine("  Once done: ", plan["verdict"])])
    if plan["hangs_on"]:
        yield Item(line("It depends on ", dependencies(report, plan["hangs_on"]), "."), marked=False)
    if not plan["proved"]:
        yield Item(line(NOT_PROVED), marked=False)


def _facts(report: PlanReport) -> list[Block]:
    """What the file leaves out. A terminal does not repeat what is said already, as what is to be answered first."""
    answers = {f"fact:{fact['pointer']}" for fact in report["facts"]}
    told = section("Facts that the file leaves out", (Item(line(missing(fact))) for fact in report["facts"]))
    if any(plan["effort"]["items"] and answers & {*plan["hangs_on"]} for plan in report["plans"]):
        return told
    return [Only("markdown", told)]


def _questions(report: PlanReport) -> list[Block]:
    items = []
    for q in report["questions"]:
        ask = By(terminal=f" Ask {' or '.join(q['who_can_settle'])}. More: mcheck explain {q['id']}")
        items.append(Item(line(headed(q["title"], q["asks"]), ask, cites=q["citations"])))
    return section("Open questions", items)
