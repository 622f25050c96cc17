"""`mcheck init` and its questions. Enter skips each of them; what was answered makes a portfolio that validates."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from ..catalog.conditions import blocking_endorsements
from ..catalog.fields import KINDS, field_named, kind_answers, kind_named, offers
from ..catalog.rules import load_rules
from ..catalog.store import Catalog
from ..core.escaping import escape_terminal
from ..loading.parse import parse
from ..loading.recover import mistakes
from .completion import files
from .options import epilog, open_catalog
from .output import fail, say, write
from .prompts import ask, choose, choose_several, day, day_or_month, find, partial_day, plain_text, quantity, yes_or_no

Part = dict[str, Any]

AMOUNT_QUESTIONS = {
    "hours": "How many hours",
    "credits": "How many semester hours of credit",
    "ceus": "How many CEUs",
    "awarded": "PDPs printed on the certificate",
}


@click.command(epilog=epilog("mcheck init my.json"))
@click.argument("file", default="portfolio.json", shell_complete=files)
def init(file: str) -> None:
    """Asks about licenses, activities and badges and writes a starter file; never overwrites one.

    Press Enter to skip a question, or Ctrl-C to stop without writing anything.
    """
    path = Path(file)
    with suppress(FileNotFoundError):
        path.lstat()  # what has too long a name, or lies where nobody may look, is told by `main`
        fail(f"{file} exists already; nothing was written.", "Use another name.")
    if not os.access(path.parent, os.W_OK):  # told before the questions, not after them
        fail(f"The folder {path.parent} does not exist or cannot be written to.", "Name a file in another folder.")
    say(
        "Press Enter to skip a question, or Ctrl-C to stop without writing anything. Leave out people's names and "
        "numbers."
    )
    interview = Interview(open_catalog(None))
    try:
        data = interview.portfolio()
    except click.Abort:
        say(err=True)  # the question's line is still open
        fail("Stopped. Nothing was written.")
    problems = interview.problems(data)
    if problems:
        fail(f"{problems[0]} Nothing was written.")
    write(file, {"": json.dumps(data, indent=2, ensure_ascii=False) + "\n"}, force=False, inputs=())
    say(f"Wrote {escape_terminal(file)}. Add what is missing, then run: mcheck {escape_terminal(file)}")


class Interview:
    """Asks on the terminal. Raises click.Abort on Ctrl-C or at the end of input."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.kinds = {r["id"]: r for r in catalog.all("activities") if "badges" not in r["takes"]}
        self.credentials = {r["id"]: r for r in catalog.all("credentials")}
        self.fields: dict[str, str] = {}
        """Field by id of the licenses, once there are several."""
        self.license_field = load_rules(catalog).license_field
        self.endorsements = {r["id"]: r for r in catalog.all("licenses") if r["kind"] == "endorsement"}

    def portfolio(self) -> Part:
        """The data of a portfolio. Without a license and a role it is no portfolio: `mistakes` says so."""
        data: Part = {"schema_version": 1}
        _put(data, "role", choose("Your role", self.labels("roles")))
        _put(data, "employer", choose("Where you work", self.labels("employers")))
        licenses = self.several(self.license, "licenses")
        if licenses:
            self.several_licenses(licenses)
            names = {key: r["name"] for key, r in self.endorsements.items()}
            held = choose_several("Endorsements you hold (0 for none)", names, none=True)
            endorsements = None if held is None else [self.endorsement(name, licenses) for name in held]
            self.needed_since(data, held)
            data["licenses"] = licenses
            _put(data, "endorsements", endorsements)
            data["activities"] = self.several(self.activity, "activities", licenses)
            data["badges"] = self.several(self.badge, "badges", licenses)
        return data

    def several(self, ask: Callable[[int], Part | None], key: str, licenses: Sequence[Part] = ()) -> list[Part]:
        """Asks for one part after the other until one is skipped; a part that cannot be right is asked for again."""
        found: list[Part] = []
        while (part := ask(len(found) + 1)) is not None:
            problems = self.problems({"licenses": list(licenses), key: [part]})
            for problem in problems:
                say(f"  {escape_terminal(problem)} Please enter it again.")
            if not problems:
                found.append(part)
        return found

    def problems(self, data: Part) -> list[str]:
        """What is wrong with data."""
        return [m.text for m in mistakes(data, self.catalog)]

    def labels(self, vocabulary: str) -> dict[str, str]:
        return {key: term["label"] for key, term in self.catalog.terms(vocabulary).items()}

    # -- parts

    def license(self, number: int) -> Part | None:
        what = (
            "Field and grades of your license, like Mathematics 8-12" if number == 1 else "Another license: its field"
        )
        field = ask(what, plain_text)
        if field is None:
            return None
        part = self.field(field)
        field = part["field"]
        _put(part, "type", choose("  Its type", self.labels("license-types")))
        _put(part, "issued", ask("  Issued or last renewed on (YYYY-MM-DD)", day))
        _put(part, "expires", ask("  Expires on (YYYY-MM-DD; a month, YYYY-MM, will do)", day_or_month))
        named = field_named(self.catalog, field)
        facts: Part = {}
        for condition in named.conditions if named is not None else ():
            _put(facts, condition["id"], ask(f"  {condition['ask']} (yes or no)", yes_or_no))
        _put(part, "conditions", facts or None)
        return part

    def field(self, given: str) -> Part:
        """The field, as the table has it where it is near to one; of another, what kind of license it is."""
        if kind_named(self.catalog, given) is not None:
            return {"field": given}
        say(f"  {escape_terminal(given)} is in no list of license fields (mcheck explain license-fields lists them).")
        kinds = self.labels(KINDS)
        near = {
            offer.name: f"{offer.name} ({kinds[offer.field.kind].lower()})" for offer in offers(self.catalog, given)
        }
        chosen = choose("  Is it one of these? Skip if not", near) if near else None
        part: Part = {"field": chosen or given}
        if chosen is None and kind_answers(self.catalog, given):
            _put(part, "license_kind", choose("  What kind of license is it", kinds))
        return part

    def several_licenses(self, licenses: list[Part]) -> None:
        """Of several licenses: gives each an id, so that activities can name it, and asks which one is Primary."""
        if len(licenses) < 2:
            return
        ids = [license.id for license in parse({"licenses": licenses}, self.catalog)[0].licenses]
        licenses[:] = [{"id": name, **license} for name, license in zip(ids, licenses, strict=True)]
        self.fields = {license["id"]: license["field"] for license in licenses}
        chosen = choose("Which one is Primary? Skip this, and mcheck finds the best one", self.fields)
        if chosen is not None:
            next(license for license in licenses if license["id"] == chosen)["primary"] = True

    def categories(self, part: Part) -> None:
        _put(part, "categories", choose_several("  It may count as", self.labels("categories")))
        if self.fields and self.license_field in part.get("categories", ()):
            _put(part, "content_of", choose_several("  It is content of", self.fields))

    def endorsement(self, name: str, licenses: Sequence[Part]) -> Part:
        """One that is held; asks for the license that its renewal needs, unless a license of the file may be that."""
        part: Part = {"id": name}
        needed = self.endorsements[name].get("requirements", {}).get("prerequisite")
        if needed is not None:
            fields = [field_named(self.catalog, license["field"]) for license in licenses]
            if not any(field is not None and field.id in needed["fields"] for field in fields):
                met = ask(f"  {needed['ask']} (yes or no)", yes_or_no)
                _put(part, "conditions", None if met is None else {needed["id"]: met})
        return part

    def needed_since(self, data: Part, held: Sequence[str] | None) -> None:
        """Asked only of those whose role may need an endorsement that they do not hold."""
        for record in blocking_endorsements(self.catalog):
            needed = data.get("role") in record["blocks_renewal"]["roles"] and record["id"] not in (held or ())
            if held is None or not needed or "needed_once" not in record:
                continue
            answer = ask(
                f"{record['needed_once']['ask'].rstrip('?')} (YYYY-MM-DD, or never)",
                lambda answer: answer if answer == "never" else day(answer),
            )
            if "fact" in record["needed_once"]:
                _put(data, record["needed_once"]["fact"], answer)
            elif answer is not None:
                data.setdefault("needed_since", {})[record["id"]] = answer

    def activity(self, number: int) -> Part | None:
        which = (
            "What did you do? A word, like workshop or graduate" if number == 1 else "Another activity: a word for it"
        )
        kind = find(which, {key: r["name"] for key, r in self.kinds.items()}, self.kinds)
        if kind is None:
            return None
        part: Part = {"kind": kind}
        _put(part, "title", ask("  Its title", plain_text))
        _put(part, "completed", ask("  Completed on (YYYY-MM-DD; a month or year will do)", partial_day))
        for unit in self.kinds[kind]["takes"]:
            amount = ask(f"  {AMOUNT_QUESTIONS[unit]}", quantity)
            if amount is not None:
                part[unit] = amount
                break
        _put(part, "topic", ask("  Its topic (activities with the same topic add up)", plain_text))
        _put(part, "provider", choose("  Who gave it", self.labels("provider-kinds")))
        self.categories(part)
        _put(part, "demonstration", ask("  Did it end with an assessment or a product (yes or no)", yes_or_no))
        return part

    def badge(self, number: int) -> Part | None:
        which = f"{'A' if number == 1 else 'Another'} micro-credential: words from its title"
        credential = find(which, {key: r["title"] for key, r in self.credentials.items()}, self.credentials)
        if credential is None:
            return None
        part: Part = {"credential": credential}
        done = ask(
            "  Awarded on (YYYY-MM-DD, or planned)",
            lambda answer: answer if answer == "planned" else partial_day(answer),
        )
        _put(part, "completed", None if done == "planned" else done)
        self.categories(part)
        _put(part, "planned", True if done == "planned" else None)
        return part


def _put(part: Part, key: str, value: Any) -> None:
    """What was skipped stays absent."""
    if value is not None:
        part[key] = value
