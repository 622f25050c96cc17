"""Rows of a report that say the same, told together: steps, what did not count, messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ...core.grouping import grouped
from ...core.pointers import item_of
from ...core.wording import count, series
from ...reporting.requirements import more
from ..document import Citation, Item, line
from ..sentences import name_of, uncounted_activities, where

if TYPE_CHECKING:
    from ...core.reports.report import ActivityRow, LicenseRow, MessageRow, QuestionRow, Report

MOST_TITLES = 2
"""Of activities and badges that are told together."""
MOST_ALIKE = 2
"""Of messages that call for the same."""
MOST_MESSAGES = 5
LONGEST, LONGEST_OF_MANY = 230, 150
"""Characters of a step or a message, and of what to do about each of many messages."""
MANY = 3
"""Messages."""
_BY_PLAN = ": `mcheck plan` shows ways to do it"


def steps_of(report: Report) -> list[Item]:
    """The steps; those for several licenses in the same words, and questions to the same people, together."""
    labels = {x["pointer"]: x["label"] for x in report["licenses"]}
    short = {x["pointer"]: x for x in report["licenses"] if "shortfall" in x}
    items: dict[tuple[str, str], list[str]] = {}
    cited: dict[tuple[str, str], Sequence[Citation]] = {}
    for step in report["next_steps"]:
        pointer, kind, text = step.get("pointer", ""), step["kind"], step["text"]
        whose = labels.get(pointer, "")
        if kind == "ask":
            continue
        if kind == "earn":
            tail = _to_earn(short[pointer])
        else:
            tail = text.removeprefix(f"{whose}: ") if whose else text
            whose = whose if tail != text else ""
        if whose not in items.setdefault((kind, tail), []):
            items[kind, tail].append(whose)
        cited.setdefault((kind, tail), step["citations"][:1])
    first_to_earn = next((tail for kind, tail in items if kind == "earn"), "")
    facts, others = list[Item](), list[Item]()
    for key, owners in items.items():
        what, words = key
        if what == "earn" and words != first_to_earn:
            words = words.replace(_BY_PLAN, "")  # once is enough
        item = Item(line(_of(owners, words, len(labels)), cites=cited[key]))
        (facts if what == "answer" else others).append(item)
    return [*facts, *_to_ask(report["questions"]), *others]


def _of(labels: Sequence[str], text: str, licenses: int) -> str:
    """A sentence about licenses, which are named where there are several."""
    words = _shortened(text.partition(" Answer with an entry")[0])
    if not any(labels):
        return words
    return f"{series(labels)}: {words}" if licenses > 1 else f"{words[0].upper()}{words[1:]}"


def _to_earn(license: LicenseRow) -> str:
    """How to close the gap that the verdict tells."""
    points = more(license["shortfall"]["in_all"])
    by = f" by {license['expires']}" if license["state"] == "active" and "expires" in license else ""
    whose = "if it is an academic license, " if "if_academic" in license else ""
    return f"{whose}earn {points}{by}{_BY_PLAN}."


def _to_ask(questions: Sequence[QuestionRow]) -> Iterator[Item]:
    """Whom to ask what, the questions for the same people together."""
    for mine in grouped(questions, lambda question: frozenset(question["who_can_settle"])).values():
        who = series(mine[0]["who_can_settle"], "or")
        titles = series([f'"{q["title"]}"' for q in mine])
        texts = series([f"`mcheck explain {q['id']}`" for q in mine])
        has = "has" if len(mine) == 1 else "have"
        yield Item(line(f"Ask {who} about {titles}; {texts} {has} the text to send.", cites=mine[0]["citations"][:1]))


def uncounted(report: Report) -> Iterator[Item]:
    """What did not count, by reason; to each reason the first step that a message about one of them names."""
    (_, lost), (_, asked), (_, unused), _ = uncounted_activities(report)
    by_reason = grouped(lost, lambda row: " ".join(reason["text"] for reason in row["reasons"]) or row["how"])
    for text, rows in by_reason.items():
        cites = [c for reason in rows[0]["reasons"] for c in reason["citations"]][:1]
        yield Item(line(f"{_named(rows)}: {text}", *_advice(report, rows), cites=cites))
    if left := [*asked, *unused]:
        spare = sum(row["worth"] - row["counted"] for row in left)
        yield Item(line(f"{_named(left, worth=False)}: {count(spare, 'PDP')} not needed, as there is enough without."))


def _named(rows: Sequence[ActivityRow], *, worth: bool = True) -> str:
    """Titles, of many only the first, and how much of their points counts."""
    titles = [f'"{row["title"]}"' for row in rows]
    if len(rows) > MOST_TITLES + 1:
        badges = all(row["pointer"].startswith("/badges/") for row in rows)
        of = count(len(rows), "badge") if badges else count(len(rows), "activity", "activities")
        titles = [f"{of}, such as {titles[0]}"]
    total = sum(row["worth"] for row in rows)
    counted = sum(row["counted"] for row in rows)
    return series(titles) + (f" ({counted} of {count(total, 'PDP')})" if worth and total else "")


def _advice(report: Report, rows: Sequence[ActivityRow]) -> list[str]:
    """The first sentence of what to do about it, where something is not met and a message about it alone says that."""
    if report["verdict"] == "met" or len(rows) > 1:
        return []
    mine = {row["pointer"] for row in rows}
    serious = [m for m in report["messages"] if item_of(m["pointer"]) in mine and m["severity"] in ("error", "warning")]
    return [f" {serious[0]['hint'].partition('. ')[0].rstrip('.')}."] if serious and serious[0]["hint"] else []


def messages_of(report: Report) -> Iterator[Item]:
    """The messages that nothing above has told, those that call for the same together."""
    lost = {row["pointer"] for row in uncounted_activities(report)[0][1]}
    steps = {
        step["pointer"] for step in report["next_steps"] if "pointer" in step and step["kind"] in ("answer", "settle")
    }
    facts = {fact["pointer"] for fact in report["facts"]}
    left = [
        m
        for m in report["messages"]
        if item_of(m["pointer"]) not in lost
        and not (m["severity"] == "question" and m["pointer"] in facts | steps)
        and not any(question["id"] in m["hint"] for question in report["questions"])
    ]
    groups = grouped(left, lambda message: (message["code"], message["hint"]))
    longest = LONGEST if len(groups) <= MANY and len(report["licenses"]) == 1 else LONGEST_OF_MANY
    shown, rest = [*groups.values()][:MOST_MESSAGES], len(groups) - MOST_MESSAGES
    for group in shown:
        first = group[0]
        hint = f" {_shortened(first['hint'], longest)}" if first["hint"] and first["pointer"] not in steps else ""
        yield Item(line(f"{_alike(group, report)}{hint} ({first['code']})", cites=first["citations"][:1]))
    if rest > 0:
        yield Item(line(f"And {count(rest, 'more message')}, with `--full`."))


def _alike(group: Sequence[MessageRow], report: Report) -> str:
    """The texts of messages that call for the same; of those that differ in a title only, one, and the other titles."""
    told: dict[str, list[str]] = {}
    texts: dict[str, str] = {}
    for message in group:
        title = name_of(message, report)
        key = message["text"].replace(title, "") if title else message["text"]
        told.setdefault(key, []).append(title)
        texts.setdefault(key, f"{where(message, report)}{_shortened(message['text'])}")
    said = []
    for key, (_, *titles) in [*told.items()][:MOST_ALIKE]:
        further = [*titles[:MOST_TITLES], *([f"{len(titles) - MOST_TITLES} more"] * (len(titles) > MOST_TITLES))]
        said.append(texts[key] + (f" The same of {series(further)}." if all(further) and further else ""))
    rest = len(told) - MOST_ALIKE
    return _shortened(" ".join([*said, *([f"And {rest} more like this."] * (rest > 0))]))


def _shortened(text: str, longest: int = LONGEST) -> str:
    """A text that is not too long; of a longer one as many sentences as there is room for, or else words."""
    if len(text) <= longest:
        return text
    whole, stop, _ = text[:longest].rpartition(". ")
    return whole + "." if stop else f"{text[:longest].rpartition(' ')[0]} ..."
