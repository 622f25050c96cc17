"""A difference between catalogs as a document, as JSON, and as a draft for the changelog."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ..core.escaping import escape_terminal
from ..core.grouping import grouped
from ..core.records import json_beside
from ..upkeep.changes.diff import ABSENT, Change, Difference, FieldChange, VerdictChange
from .backends import json_text, markdown
from .document import Block, Heading, Item, Items, Paragraph, Table, cell, line, own

RULES = ("renewal", "activities", "licenses", "questions", "checks", "pathways", "vocabulary")
"""Folders whose changes belong under Rules in the changelog; the others belong under Catalog."""

LONGEST = 160
MOST_NAMED = 5
"""Portfolios that are named in one cell of a table."""
NOT_JUDGED = (
    "Nobody was judged: a catalog is from before the present schemas, or has mistakes. To compare verdicts, too, name "
    "a revision that is not older than the last change of schemas/."
)
KEPT = 20
"""Characters of a common beginning that are shown, so that one knows where one is."""


def as_text(d: Difference) -> str:
    """The change in words, and what it does to people."""
    return markdown.render(document(d), ())


def document(d: Difference) -> list[Block]:
    """The change in words. It is read as text as often as Markdown, so nothing is escaped except for a terminal."""
    items = [
        Item(line(own(f"{what}: edition {edition}, sha256 {digest[:16]}")))
        for what, (_, edition, digest) in (("Before", d.old), ("After", d.new))
    ]
    title = Heading(1, line(own(f"Catalog: {escape_terminal(d.old[0])} to {escape_terminal(d.new[0])}")))
    if not d.changes and not d.verdict_changes:
        return [title, Items(items), Paragraph(line("No record differs."))]
    return [
        title,
        Items([*items, Item(line(own(f"Size: {d.size}")))]),
        Heading(2, line("What it does to portfolios")),
        *_people(d),
        Heading(2, line("What changed")),
        Items([_change(change, d.today) for change in d.changes]),
    ]


def _people(d: Difference) -> Iterator[Block]:
    if d.not_judged:
        yield Paragraph(line(own(f"{NOT_JUDGED} The first thing that does not fit: {escape_terminal(d.not_judged)}")))
        return
    flipped = len({effect.portfolio for effect in d.flips})
    yield Paragraph(line(own(f"Portfolios judged: {d.judged}. Change verdict: {flipped or 'none'}.")))
    if d.flips:
        alike = grouped(d.flips, lambda effect: (_verdicts(effect), effect.by))
        rows = [
            [cell(verdicts), cell(by), line(str(len(effects))), cell(_named(effects))]
            for (verdicts, by), effects in sorted(alike.items(), key=lambda one: -len(one[1]))
        ]
        yield Table(["From and to", "By", "How many", "Who"], rows, numbers=(2,))
        yield Items([_effect(effect) for effect in d.flips])
    if others := [effect for effect in d.verdict_changes if not effect.flips]:
        yield Paragraph(line("Same verdict, different numbers:"))
        yield Items([_effect(effect) for effect in others])


def _named(effects: Sequence[VerdictChange]) -> str:
    more = len(effects) - MOST_NAMED
    names = ", ".join(escape_terminal(effect.portfolio) for effect in effects[:MOST_NAMED])
    return names + (f" and {more} more" if more > 0 else "")


def _effect(effect: VerdictChange) -> Item:
    by = f", by {effect.by}" if effect.flips else ""
    words = own(f"**{escape_terminal(effect.portfolio)}**, {_when(effect)}: {_verdicts(effect)}{by}")
    return Item(line(words), points=[own(escape_terminal(told)) for told in _licenses(effect)])


def _licenses(effect: VerdictChange) -> Iterator[str]:
    """What differs for each license, and why a portfolio cannot be checked."""
    yield from (why for why in (effect.before.why, effect.after.why) if why)
    before, after = effect.before.licenses, effect.after.licenses
    for name in dict.fromkeys([*before, *after]):
        one, two = before.get(name, {}), after.get(name, {})
        parts = [
            f"{k} {one.get(k, 'none')} -> {two.get(k, 'none')}" for k in {**one, **two} if one.get(k) != two.get(k)
        ]
        if parts:
            yield f"{name}: {'; '.join(parts)}"


def _when(effect: VerdictChange) -> str:
    years = {0: "", 1: "a year later, "}.get(effect.years_later, f"{effect.years_later} years later, ")
    return f"{years}applied on {effect.on}"


def _verdicts(effect: VerdictChange) -> str:
    before, after = effect.before.verdict, effect.after.verdict
    return f"{before} -> {after}" if effect.flips else after


def _change(change: Change, today: date) -> Item:
    head = f"{change.folder}/{change.id} {change.how}: {escape_terminal(change.title)}"
    if change.how == "moved":
        head = f"{change.folder}/{change.id} moved to {change.record['moved_to']}"
    if start := change.to_come(today):
        head += f", to come on {start}"
    if change.how == "added" and change.fields:
        head += "; against the edition before it:"
    if since := change.long_in_force(today):
        head += f". Look twice: a number changes that has been in force since {since}, and people have relied on it."
    return Item(line(own(head)), points=[own(_field(field, today)) for field in change.fields])


def _field(field: FieldChange, today: date) -> str:
    name = " ".join(step.replace("_", " ") for step in field.steps)
    if _texts(field.before) and _texts(field.after):
        gone = [f"-{item}" for item in field.before if item not in field.after]
        come = [f"+{item}" for item in field.after if item not in field.before]
        return f"{name}: {_cut(', '.join([*gone, *come]) or 'another order')}"
    if field.before is ABSENT:
        coming = field.first_day > today.isoformat()
        if coming and isinstance(field.after, dict):
            return f"{name}: from {field.first_day} on: {_value({k: v for k, v in field.after.items() if k != 'from'})}"
        return f"{name}: {f'from {field.first_day} on' if coming else 'now'} {_value(field.after)}"
    if field.after is ABSENT:
        return f"{name}: no longer {_value(field.before)}"
    before, after = _words(field.before), _words(field.after)
    same = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    if same > LONGEST // 2:  # the news of a long text is where it begins to differ
        start = before.rfind(" ", 0, same - KEPT) + 1
        before, after = f"...{before[start:]}", f"...{after[start:]}"
    return f"{name}: {_cut(before)} -> {_cut(after)}"


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _value(value: Any) -> str:
    return _cut(_words(value))


def _words(value: Any) -> str:
    """A value in a line; citations of a new part are left to the file."""
    if isinstance(value, dict):
        return ", ".join(f"{k.replace('_', ' ')} {_words(v)}" for k, v in value.items() if k != "citations")
    if isinstance(value, list):
        return "; ".join(map(_words, value)) or "nothing"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _cut(words: str) -> str:
    shown = escape_terminal(words)
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 3] + "..."


def as_json(d: Difference) -> str:
    """The same as data: `size`, `changes` with their fields, and `people` with verdicts before and after."""
    data = {
        "before": dict(zip(("name", "edition", "sha256"), d.old, strict=True)),
        "after": dict(zip(("name", "edition", "sha256"), d.new, strict=True)),
        "size": d.size,
        "changes": [
            {key: getattr(change, key) for key in ("folder", "id", "how", "title", "size")}
            | {"fields": [_field_data(field) for field in change.fields]}
            for change in d.changes
        ],
        "people": {
            "judged": d.judged,
            **({"not_judged": d.not_judged} if d.not_judged else {}),
            "effects": [
                {
                    "portfolio": e.portfolio,
                    "years_later": e.years_later,
                    "on": e.on,
                    "verdict_changes": e.flips,
                    **({"by": e.by} if e.flips else {}),
                    "before": {"verdict": e.before.verdict, "licenses": e.before.licenses},
                    "after": {"verdict": e.after.verdict, "licenses": e.after.licenses},
                }
                for e in d.verdict_changes
            ],
        },
    }
    return json_text.render(data)


def _field_data(field: FieldChange) -> dict[str, Any]:
    """What is absent before or after has no such key."""
    sides = {"before": field.before, "after": field.after}
    return {"field": list(field.steps)} | {side: value for side, value in sides.items() if value is not ABSENT}


def changelog(d: Difference, edition: str) -> str:
    """A draft of the sections Rules and Catalog, for a person to shorten."""
    lines = [f"## {edition} ({d.size})"]
    for title, ours in (("Rules", True), ("Catalog", False)):
        items = [change for change in d.changes if (change.folder in RULES) == ours]
        told = [line for change in items for line in _told(change, d.today)]
        if ours:
            told += [f"- The example {escape_terminal(e.portfolio)}, {_when(e)}: {_verdicts(e)}." for e in d.flips]
        if told:
            lines += ["", f"### {title}", *told]
    return "\n".join(lines) + "\n"


NOUNS: Mapping[str, str] = json_beside(__file__)
"""What a record of a folder is called in the changelog."""


def _told(change: Change, today: date) -> list[str]:
    """Lines for people who read what is new; changed words and citations are not news."""
    noun = f"{NOUNS[change.folder]} {change.title}"
    if change.how == "moved":
        new = change.record["moved_to"]
        return [f"- {NOUNS[change.folder]} {change.id} is now called {new}; the old id still works."]
    fields = [f"- {escape_terminal(noun)}: {_field(field, today)}." for field in change.fields if not field.words_only]
    if change.how == "changed":
        return fields
    start = change.to_come(today)
    return [f"- {escape_terminal(noun)}: {change.how}{f', to come on {start}' if start else ''}.", *fields]


FORMATS = {"text": as_text, "json": as_json}
