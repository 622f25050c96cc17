"""What blocks a renewal beside points: each condition is one that a check asks about."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.records import Record
from ..registry import Problem, check, record_check
from ..workspace import CatalogSnapshot, Entry

ENDORSEMENT, TYPE, FIELD = "endorsement", "type", "field"


@record_check("C136", "licenses")
def condition_nobody_asks(entry: Entry, snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """Conditions are in a record about license fields, about a type that is renewed with PDPs, or in an edition.

    Why: A check asks about these only; elsewhere a condition would block nobody.
    What to do: Put it where the licenses are that it is about; for an endorsement, see `requirements.prerequisite`.
    """
    kind = entry.record["kind"]
    asked = kind == FIELD or (kind == TYPE and entry.id in _judged_types(snapshot))
    if "conditions" in entry.record and not asked:
        what = f"{entry.id} is not renewed with PDPs" if kind == TYPE else f"this is a record of kind {kind}"
        yield Problem("/conditions", f"No check asks about these conditions: {what}.")


def _judged_types(snapshot: CatalogSnapshot) -> set[str]:
    types = snapshot.vocabulary("license-types")
    terms = () if types is None else types.record["terms"]
    return {term["id"] for term in terms if term.get("status") == "judged"}


@check("C137")
def condition_means_two_things(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """An id of a condition means the same everywhere: no two conditions of an id have different labels or questions.

    Why: An educator answers it once by its id, and a check asks it once.
    What to do: Give the other condition an id of its own.
    """
    first: dict[str, tuple[str, Record]] = {}
    for entry in snapshot.records("licenses", "renewal"):
        for index, condition in enumerate(entry.record.get("conditions", ())):
            path, other = first.setdefault(condition["id"], (entry.path, condition))
            if (condition["label"], condition["ask"]) != (other["label"], other["ask"]):
                text = f"{condition['id']} has another label or question in {path}."
                yield Problem(f"/conditions/{index}", text, path=entry.path)


@record_check("C138", "licenses")
def rule_nobody_applies(entry: Entry, _: CatalogSnapshot) -> Iterator[Problem]:
    """What an endorsement needs, blocks or lets badges serve is in a record of an endorsement, as a check applies it.

    Why: What a check does not apply would be passed by unseen.
    What to do: Take the field out, or say it in `notes`; open an issue if a rule of that kind has come into force.
    """
    record = entry.record
    for key in ("requirements", "blocks_renewal", "needed_once", "points_category"):
        if key in record and record["kind"] != ENDORSEMENT:
            yield Problem(f"/{key}", f"`{key}` is applied for endorsements only; this is of kind {record['kind']}.")
    if record.get("badges_can_serve"):
        yield Problem("/badges_can_serve", "A check lets no badge count toward an endorsement.")
    if "needed_once" in record and "blocks_renewal" not in record:
        yield Problem("/needed_once", "It says since when it is needed, but not that it blocks a renewal.")
    rule = record.get("blocks_renewal", {})
    if ("grace_years" in rule) != ("grace_from" in rule):
        yield Problem("/blocks_renewal", "`grace_years` and `grace_from` belong together.")
    if "grace_years" in rule and "needed_once" not in record:
        yield Problem("/blocks_renewal/grace_years", "Nothing says from which day these years run: see `needed_once`.")


@check("C139")
def fact_of_another_endorsement(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """Each endorsement that blocks renewal names a fact of its own.

    Why: Whoever never needed the one may need the other, and would pass by the answer to another question.
    What to do: Leave `fact` out: the day then is in `needed_since` of the portfolio, by the id of the endorsement.
    """
    owner: dict[str, str] = {}
    for entry in snapshot.records("licenses"):
        fact = entry.record.get("needed_once", {}).get("fact")
        if fact is not None and owner.setdefault(fact, entry.id) != entry.id:
            yield Problem("/needed_once/fact", f"{fact} is the fact of {owner[fact]}.", path=entry.path)


@record_check("C145", "renewal")
def edition_nobody_selects(entry: Entry, snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """An edition is selected by the application date, and applies to every type of license that is renewed with PDPs.

    Why: A check selects and applies editions in this way; another one would be taken for what it is not.
    What to do: Where sources dispute the date, name the question in `selected_by_question`; else open an issue.
    """
    judged = _judged_types(snapshot)
    if entry.record["selected_by"] != "application-date":
        yield Problem("/selected_by", f"No check selects by the {entry.record['selected_by']}.")
    if judged and set(entry.record["applies_to"]) != judged:
        yield Problem("/applies_to", f"A check applies it to: {', '.join(sorted(judged))}.")
