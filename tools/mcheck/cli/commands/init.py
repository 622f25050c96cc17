"""`mcheck init`: asks what a portfolio does not say yet, and saves after each answer."""

from __future__ import annotations

import copy
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...catalog.fields import KINDS, kind_answers, kind_named, offers
from ...catalog.store import Catalog
from ...core.escaping import escape_terminal
from ...core.records import Data
from ...core.wording import count
from ...importing.questions import Question, deciding, deciding_questions, labels, open_questions
from ..completion import files
from ..options import epilog, open_catalog, open_data, report_on
from ..output import fail, say, write
from ..prompts import Back, ask, choose, plain_text, show

if TYPE_CHECKING:
    from ...core.reports.report import Report


@click.command(epilog=epilog("mcheck init my.json"))
@click.argument("file", default="portfolio.json", shell_complete=files)
def init(file: str) -> None:
    """Asks what mcheck has to know and saves after each answer; run it again to go on where you stopped.

    A file that exists already is opened, and only what it does not say yet is asked. Enter skips a question, "back"
    goes back one, Ctrl-C stops.
    """
    catalog = open_catalog(None)
    there = Path(file).exists() or Path(file).is_symlink()
    data: Data = open_data(file, catalog) if there else {"schema_version": 1}
    session = Session(file, data, catalog, there)
    say('Enter skips a question, "back" goes back one, Ctrl-C stops; each answer is saved. Leave out names of people.')
    try:
        session.ask_all(lambda: open_questions(session.data, catalog))
        session.ask_what_decides()
    except click.Abort:
        say(err=True)  # the question's line is still open
        if not session.saved:
            fail("Stopped. Nothing was written.")
        say(f"Stopped. Your answers are in {escape_terminal(file)}. To go on: mcheck init {_quoted(file)}")
        return
    session.end()


class Session:
    """The questions of one run. Raises click.Abort on Ctrl-C or at the end of input."""

    def __init__(self, file: str, data: Data, catalog: Catalog, saved: bool) -> None:
        self.file, self.data, self.catalog = file, data, catalog
        self.saved = saved
        self.skipped: set[str] = set()
        self.before: list[tuple[Data, set[str]]] = []
        """What there was before each answer of this run, to go back to."""

    def ask_all(self, questions: Callable[[], Iterator[Question] | list[Question]]) -> None:
        """Asks one question after the other until none is left that was not skipped."""
        while True:
            question = next((q for q in questions() if q.key not in self.skipped), None)
            if question is None:
                return
            self.ask(question)

    def ask(self, question: Question) -> None:
        then = (copy.deepcopy(self.data), set(self.skipped))
        try:
            show(question.choices.values())
            answer = ask(question.text, lambda given: question.read(plain_text(given)), back=bool(self.before))
            if answer is not None and question.key.endswith("/field"):
                answer = self.field(answer)
        except Back:
            self.data, self.skipped = self.before.pop()
            self.save()
            return
        self.before.append(then)
        if answer is None:
            self.skipped.add(question.key)
            return
        question.put(self.data, answer)
        problem = next(iter(self.problems()), None)
        if problem is not None:
            self.data, self.skipped = self.before.pop()
            say(f"  {escape_terminal(problem)} Please enter it again.")
            return
        self.save()

    def field(self, given: str) -> Data:
        """The field, as the table has it where it is near to one; of another, what kind of license it is."""
        if kind_named(self.catalog, given) is not None:
            return {"field": given}
        say(f"  {escape_terminal(given)} is in no list of license fields (mcheck explain license-fields lists them).")
        kinds = labels(self.catalog, KINDS)
        near = {
            offer.name: f"{offer.name} ({kinds[offer.field.kind].lower()})" for offer in offers(self.catalog, given)
        }
        chosen = choose("  Is it one of these? Skip if not", near) if near else None
        part: Data = {"field": chosen or given}
        if chosen is None and kind_answers(self.catalog, given):
            kind = choose("  What kind of license is it", kinds)
            part |= {"license_kind": kind} if kind is not None else {}
        return part

    def problems(self) -> list[str]:
        """What `check` would refuse."""
        from ...importing.merge import real_mistakes

        return [message.text for message in real_mistakes(self.data, self.catalog)]

    def save(self) -> None:
        from ...rendering.backends.json_text import render

        if self.saved or self.data.keys() - {"schema_version"}:
            write(self.file, {"": render(self.data)}, self.saved, ())
            self.saved = True

    def report(self) -> Report | None:
        """The report on what there is, None while nothing can be checked."""
        if not (self.data.get("licenses") or self.data.get("role")):
            return None
        return report_on(self.file, self.catalog)

    def ask_what_decides(self) -> None:
        """Asks the facts on which the verdict depends: after each answer others may be left."""
        report = self.report()
        if report is None:
            return
        asked = [q for q in deciding_questions(report, self.data, self.catalog) if q.key not in self.skipped]
        enough = deciding(report, asked)
        if enough:
            say(f"Answer {'this one' if enough == 1 else f'these {enough}'} and it is decided:")
        elif asked:
            say("The verdict depends on this as well:")

        def left() -> list[Question]:
            now = self.report()
            return [] if now is None else deciding_questions(now, self.data, self.catalog)

        self.ask_all(left)

    def end(self) -> None:
        """Says where it stands and the line to type next."""
        report = self.report() if self.saved else None
        if report is None:
            if not self.saved:
                fail("Nothing was answered, so nothing was written.", f"Start again: mcheck init {_quoted(self.file)}")
            say(f"There is no license and no role yet. To go on: mcheck init {_quoted(self.file)}")
            return
        for license in report["licenses"]:
            say(f"{license.get('shown') or license['status'].upper()}: {escape_terminal(license['label'])}")
        say(f"{escape_terminal(self.file)} holds {_held(self.data)}. The whole answer: mcheck {_quoted(self.file)}")
        if not self.data.get("activities"):
            say(f"Add your certificates, one by one: mcheck add {_quoted(self.file)}")


def _held(data: Data) -> str:
    parts = [
        count(len(data.get(key, ())), one, more)
        for key, one, more in (
            ("licenses", "license", ""),
            ("activities", "activity", "activities"),
            ("badges", "badge", ""),
        )
    ]
    return ", ".join(parts) + (" and your sums" if data.get("stated") else "")


def _quoted(file: str) -> str:
    return escape_terminal(shlex.quote(file))
