"""`mcheck add`: one certificate or badge after the other, each saved as soon as it is answered."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from ...catalog.rules import load_rules
from ...catalog.store import Catalog
from ...core.escaping import escape_terminal
from ...core.points import points as hundredths
from ...core.portfolio import AMOUNTS
from ...core.records import Data
from ...importing.answers.amounts import Amount, quantity
from ...importing.answers.days import day_of_year, day_or_part, one_day
from ...importing.answers.names import Unknown, badge_named, categories_named, kind_by_unit, kind_named
from ...importing.answers.replies import several_of
from ...importing.asked import TABLE
from ...importing.questions import labels
from ..completion import files
from ..options import epilog, open_catalog, open_data, options, report_on
from ..output import fail, say, write
from ..prompts import ask, choose, plain_text, show

if TYPE_CHECKING:
    from ...core.reports.report import RequirementRow


@click.command(epilog=epilog("mcheck add my.json\n  mcheck add my.json --title Algebra --hours 15 --on 6/17/2026"))
@click.argument("file", shell_complete=files)
@click.option("--title", help="What it was, as its certificate says.")
@click.option("--badge", "credential", metavar="NAME", help="An NEA badge, by its name or id.")
@click.option("--kind", metavar="KIND", help="What kind of activity it was, like workshop.")
@click.option("--hours", metavar="NUMBER", help="Clock hours.")
@click.option("--credits", metavar="NUMBER", help="Semester hours of a college course.")
@click.option("--ceus", metavar="NUMBER", help="Continuing education units.")
@click.option("--awarded", metavar="NUMBER", help="PDPs printed on the certificate.")
@click.option("--on", "day", metavar="DATE", help="When it was completed: 6/17/2027, June 17, 2027 or 2027-06-17.")
@click.option("--from", "began", metavar="DATE", help="When it began, if it took several days.")
@click.option(
    "--category", "categories", multiple=True, metavar="CATEGORY", help="What it may count as. May be repeated."
)
@click.option("--topic", help="Its topic: activities on one topic add up.")
@options("catalog")
def add(file: str, folder: Any, **given: Any) -> None:
    """Adds a certificate or badge to a portfolio and shows what it changes.

    Without options it asks, four questions each, and saves after each certificate. Dates may be written as people
    write them, and amounts with their unit: 6 hours, 1.5 CEU, 3 credits. The answers may be in one line, with
    semicolons: Number talks; 12 hours; 6/17/2027; 1 3. After the last semicolon, areas are those of the one before.
    """
    catalog = open_catalog(folder)
    adding = Adding(file, open_data(file, catalog), catalog)
    if any(given.values()):
        adding.put(_of_options(given, catalog))
        return
    added = 0
    before: Data = {}
    try:
        while (part := _asked(catalog, adding.data, before)) is not None:
            added += adding.put(part, again=True)
            before = part
    except click.Abort:
        say(err=True)  # the question's line is still open
        if not added:
            fail("Stopped. Nothing was added.")


class Adding:
    """A portfolio that grows."""

    def __init__(self, file: str, data: Data, catalog: Catalog) -> None:
        self.file, self.data, self.catalog = file, data, catalog
        self.total = self._total()

    def put(self, part: Data, *, again: bool = False) -> bool:
        """Saves the portfolio with one more activity or badge and says what that changes; whether it could be added.

        What cannot be right is refused: `again` says that it will be asked for once more, else the status is 2.
        """
        from ...importing.merge import real_mistakes
        from ...rendering.backends.json_text import render

        key = "badges" if "credential" in part else "activities"
        there = self.data.get(key, ())
        more = {**self.data, key: [*there, part]}
        problems = [message.text for message in real_mistakes(more, self.catalog)]
        if key == "badges" and part["credential"] in (badge.get("credential") for badge in there):
            problems = ["This badge is in the file already, and a badge counts once."]
        if problems:
            if not again:
                fail(f"{problems[0]} Nothing was added.")
            say(f"  {escape_terminal(problems[0])} Please enter it again.")
            return False
        write(self.file, {"": render(more)}, True, ())
        self.data = more
        before, self.total = self.total, self._total()
        say(self._effect(before, part))
        return True

    def _total(self) -> RequirementRow | None:
        """The row of the total of the first license that is judged, None while there is no license."""
        if not self.data.get("licenses"):
            return None
        self.report = report_on(self.file, self.catalog)
        rows = (row for one in self.report["licenses"] for row in one.get("requirements", ()) if row["id"] == "total")
        return next(rows, None)

    def _effect(self, before: RequirementRow | None, part: Data) -> str:
        """One line: what came on top, of how much, and what the topic has."""
        after = self.total
        if before is None or after is None:
            return f"Added. There is no license yet. Next: mcheck init {escape_terminal(shlex.quote(self.file))}"
        change = after["have"] - before["have"]
        line = f"+{change}: {after['have']} of {after['need']}"
        topic = str(part.get("topic", "")).casefold()
        if topic:
            rows = zip(self.data.get("activities", ()), self.report["activities"], strict=False)
            same = [row.get("worth", 0) for item, row in rows if str(item.get("topic", "")).casefold() == topic]
            line += f"; the topic has {sum(same)}"
        if not change and after["have"] >= after["need"]:
            line += ". There were enough before"
        elif not change:
            line += f". It adds nothing yet; to see why: mcheck {escape_terminal(shlex.quote(self.file))}"
        return line


def _of_options(given: Mapping[str, Any], catalog: Catalog) -> Data:
    """The activity or badge that options describe; says what is wrong with them and exits with 2."""
    try:
        done = {"completed": day_or_part(given["day"])} if given["day"] else {}
        if given["began"]:
            done = {"from": one_day(given["began"]), "to": one_day(given["day"] or "")}
        categories = [key for text in given["categories"] for key in categories_named(text, catalog)]
        shared: Data = {"categories": categories} if categories else {}
        if given["credential"]:
            badge = badge_named(given["credential"], catalog)
            if not badge.id:
                near = f" Perhaps {' or '.join(badge.near)}?" if badge.near else ""
                raise ValueError(f"--badge: no micro-credential of the catalog has this name.{near}")
            return {"credential": badge.id, **(done or {"planned": True}), **shared}
        made = {unit: quantity(given[unit], (unit,))[1].number() for unit in AMOUNTS if given[unit]}
        if not made:
            raise ValueError("How much was it? Add --hours, --credits, --ceus or --awarded.")
        if not done:
            raise ValueError("When was it completed? Add --on, like --on 6/17/2027.")
        kind = kind_by_unit(kind_named(given["kind"], catalog) if given["kind"] else "", next(iter(made)))
    except (ValueError, Unknown) as problem:
        fail(f"{problem} Nothing was added.")
    named = {key: given[key] for key in ("title", "topic") if given[key]}
    return {"kind": kind, **named, **done, **made, **shared}


def _asked(catalog: Catalog, data: Data, before: Data) -> Data | None:
    """What is answered on the terminal; None once nothing more is to be added. `before` is what was added last."""
    given = ask(f"{TABLE['title'].text} Its title, or the name of a badge (Enter to stop)", plain_text)
    if given is None:
        return None
    title, ahead = _ahead(given, catalog)
    badge = badge_named(title, catalog)
    if not badge.id and badge.near:
        say(f"  Is it a badge? Near names: {', '.join(badge.near)}. If so, type it; else Enter.")
        badge = badge_named(ask("  Badge", plain_text) or "", catalog)
    year = str(before.get("completed", ""))[:4]
    day = partial(day_of_year, year=year)
    when = TABLE["completed"].line + (f", or 6/17 for {year}" if year else "")
    if badge.id:
        say(f"  The badge {escape_terminal(catalog.get('credentials', badge.id)['title'])}.")
        awarded = ahead.ask(f"{when}; Enter if it is still to come", day)
        part: Data = {"credential": badge.id, **({"completed": awarded} if awarded else {"planned": True})}
    else:
        unit, amount = _needed(ahead, TABLE["amount"].line, TABLE["amount"].read)
        part = {"kind": _kind(unit, catalog), "title": title, "completed": _needed(ahead, when, day)}
        part[unit] = amount.number()
    categories = _categories(ahead, catalog, before)
    part |= {"categories": categories} if categories else {}
    if "credential" not in part and _is_short(unit, amount, catalog):
        topic = _topic(ahead, data)
        part |= {"topic": topic} if topic else {}
    return part


class Ahead:
    """Answers that were typed ahead, in one line: what is not there, or cannot be read, is asked."""

    def __init__(self, parts: Sequence[str]) -> None:
        self.parts = list(parts)

    def ask(self, text: str, read: Callable[[str], Any], choices: Iterable[str] = ()) -> Any:
        """As `ask`, with the choices above the question if it has to be asked."""
        if self.parts:
            part = self.parts.pop(0)
            try:
                return read(part) if part else None
            except ValueError as problem:
                say(f"  {escape_terminal(part)}: {escape_terminal(problem)}")
        show(choices)
        return ask(text, read)


def _ahead(given: str, catalog: Catalog) -> tuple[str, Ahead]:
    """The title, and further answers after semicolons: `Number talks; 12 hours; 6/17/2027; 1 3; number sense`.

    A title may hold a semicolon: what follows it is taken for answers only where it begins with an amount, or after the
    name of a badge with a day.
    """
    title, *parts = (part.strip() for part in given.split(";"))
    try:
        (day_or_part if badge_named(title, catalog).id else quantity)(parts[0] if parts else "")
    except ValueError:
        return given, Ahead(())
    return title, Ahead(parts)


def _categories(ahead: Ahead, catalog: Catalog, before: Data) -> list[str] | None:
    """What it may count as; those of the certificate before for an empty answer."""
    terms = labels(catalog, "categories")
    last: list[str] = before.get("categories", [])
    numbers = " ".join(str(list(terms).index(key) + 1) for key in last)
    again = f"; Enter for {numbers} again, 0 for none" if last else ""
    text = f"{TABLE['categories'].text} (numbers, like 1 3{again})"
    answer: list[str] | None = ahead.ask(text, partial(several_of, terms), terms.values())
    return last if answer is None else answer


def _topic(ahead: Ahead, data: Data) -> str | None:
    """The topic of a short one: typed, or by the number of an earlier topic."""
    known = list(dict.fromkeys(str(item["topic"]) for item in data.get("activities", ()) if "topic" in item))
    number = ", or the number of one above" if known else ""
    topic: str | None = ahead.ask(f"{TABLE['topic'].text} {TABLE['topic'].hint} Type it{number}", plain_text, known)
    if topic and topic.isascii() and topic.isdecimal() and 1 <= int(topic[:9]) <= len(known):
        return known[int(topic) - 1]
    return topic


def _needed(ahead: Ahead, text: str, read: Any) -> Any:
    """An answer that cannot be skipped."""
    while (answer := ahead.ask(text, read)) is None:
        say("  This is needed.")
    return answer


def _kind(unit: str, catalog: Catalog) -> str:
    """The kind by the unit: only of credits it has to be asked."""
    if unit != "credits":
        return kind_by_unit("", unit)
    named = {r["id"]: str(r["name"]) for r in catalog.all("activities") if unit in r["takes"]}
    return choose("  Which kind of credits", named) or kind_by_unit("", unit)


def _is_short(unit: str, amount: Amount, catalog: Catalog) -> bool:
    """Whether it may stay below the least of a topic by itself."""
    return unit in ("hours", "awarded") and hundredths(amount.value) < load_rules(catalog).editions[-1].floor
