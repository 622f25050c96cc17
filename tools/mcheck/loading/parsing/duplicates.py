"""Activities that are in a file twice: which of them count once, and where a person has to say."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

from ...core.codes import Code
from ...core.messages import Message, message
from ...core.pointers import index_of
from ...core.portfolio import Activity
from ...core.wording import folded

ASKED = "Each counts. Is it one activity?"


class _Stated(NamedTuple):
    """An activity, and what of it tells whether another is the same."""

    activity: Activity
    title: str
    """Folded; "" where the file gives none."""
    done: Hashable
    """Its kind, days and amount."""
    meant: Hashable
    """What it may count as, and its topic."""


def told_apart(activities: Sequence[Activity], titles: Sequence[str | None]) -> tuple[list[Activity], list[Message]]:
    """The activities, those that only repeat another with its pointer in `same_as`, and what there is to say of them.

    `titles` are those that the file gives. Two are the same if they are alike in kind, title, days, amount, categories,
    `content_of` and topic. Without a title, or with different categories or a different topic, each counts and a person
    is asked.
    """
    if len({_done(x) for x in activities}) == len(activities):
        return list(activities), []
    stated = [_stated(x, title) for x, title in zip(activities, titles, strict=True)]
    named = [one for one in stated if one.title]
    messages: list[Message] = []
    same_as: dict[str, str] = {}
    for group in _alike(named, lambda one: (one.title, one.done, one.meant)):
        stays = min(group, key=lambda one: _worth_in_doubt(one.activity)).activity.pointer
        same_as |= {one.activity.pointer: stays for one in group if one.activity.pointer != stays}
        alike = "with the same kind, days, amount, categories and topic. By our reading it counts once."
        messages.append(_said(Code.SAME_ACTIVITY_TWICE, group, alike))
    for group in _alike(named, lambda one: (one.title, one.done)):
        if len({one.meant for one in group}) > 1:
            differ = f"with different categories or a different topic. {ASKED}"
            messages.append(_said(Code.PERHAPS_THE_SAME_ACTIVITY, group, differ))
    for group in _alike(stated, lambda one: (one.done, one.meant)):
        unnamed = [one for one in group if not one.title]
        asked = group if len({one.title for one in group if one.title}) == 1 else unnamed
        if unnamed and len(asked) > 1:
            perhaps = f"not all with a title and otherwise the same. {ASKED}"
            messages.append(_said(Code.PERHAPS_THE_SAME_ACTIVITY, asked, perhaps))
    return [x._replace(same_as=same_as.get(x.pointer)) for x in activities], messages


def _stated(x: Activity, title: str | None) -> _Stated:
    sets = (None if words is None else frozenset(words) for words in (x.categories, x.content_of))
    return _Stated(x, folded(title or ""), _done(x), (*sets, folded(x.topic or "")))


def _done(x: Activity) -> Hashable:
    """What two that are the same have in common, whatever they are called."""
    return x.kind, x.done, x.started, x.hours, x.credits, x.ceus, x.awarded


def _worth_in_doubt(x: Activity) -> str:
    """What else may decide its worth: where it differs, the same one stays whatever their order in the file is."""
    used = x.planned, x.used_in_earlier_cycle, x.sei_course, x.toward_endorsement
    return repr((used, x.demonstration, x.provider, x.facts))


def _alike(stated: Sequence[_Stated], key: Callable[[_Stated], Hashable]) -> list[list[_Stated]]:
    """Those with the same key, where there are several, in file order."""
    groups: dict[Hashable, list[_Stated]] = {}
    for one in stated:
        groups.setdefault(key(one), []).append(one)
    return [group for group in groups.values() if len(group) > 1]


def _said(code: str, group: Sequence[_Stated], how: str) -> Message:
    first = group[0].activity
    *places, last = (str(index_of(one.activity.pointer) + 1) for one in group)
    when = f" ({first.done})" if first.done else ""
    times = "twice" if len(group) == 2 else f"{len(group)} times"
    text = f'"{first.title}"{when} is in the file {times}, as activities {", ".join(places)} and {last}, {how}'
    return message(code, group[1].activity.pointer, text)
