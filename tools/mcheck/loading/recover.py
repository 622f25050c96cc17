"""What is wrong with data that is no portfolio: mistakes of form, and of meaning beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..catalog.store import Catalog
from ..catalog.suggestions import with_word_meant
from ..core.codes import Code
from ..core.messages import Message
from .parse import parse
from .privacy import find_ssns
from .schema import MOST_HELD, as_many_as_are_read, in_file_order, validate


def mistakes(data: Any, catalog: Catalog) -> list[Message]:
    """Everything for which data cannot be a portfolio, in file order: mistakes of form, and of meaning beside them.

    Of very many only the first are named.
    """
    return as_many_as_are_read(_all_mistakes(data, catalog))


def _all_mistakes(data: Any, catalog: Catalog) -> list[Message]:
    persons = in_file_order(find_ssns(data), data)
    if persons:
        return persons
    form = [with_word_meant(m, data, catalog) for m in validate(data, "portfolio")]
    if not form:
        return in_file_order([m for m in parse(data, catalog)[1] if m.severity == "error"], data)
    if not isinstance(data, dict) or any(m.code == Code.MORE_MISTAKES for m in form):
        return form  # hardly a portfolio, or too many to read already
    sound = _RecoverablePortfolio(data, form)
    if not sound.readable:
        return form
    meaning = [replace(m, pointer=sound.was_at(m.pointer)) for m in parse(sound.data, catalog)[1]]
    if any(_hides_licenses(m) for m in form):
        meaning = [
            m for m in meaning if m.code not in (Code.UNKNOWN_LICENSE, Code.STATED_WITHOUT_LICENSE)
        ]  # what they miss may be a license that could not be read
    told = [m for m in meaning if m.severity == "error" and m.pointer not in sound.made_up]
    return in_file_order([*form, *told], data)


def _hides_licenses(form: Message) -> bool:
    """Whether a mistake of form may be why the id of a license is not known, be it that their key is misspelled."""
    misspelled = form.code == Code.UNKNOWN_KEY and form.pointer.count("/") == 1
    return not form.pointer or misspelled or form.pointer.startswith("/licenses")


NEEDED = {"endorsements": "id", "activities": "kind", "badges": "credential"}
"""For each list of a portfolio the key that its entries cannot do without."""


class _RecoverablePortfolio:
    """What is left of data when what is wrong in form is put aside: a key, or an entry of a list.

    Where that takes from an entry the key it needs, one is made up, so that the rest of the entry is read.
    """

    def __init__(self, data: dict[str, Any], form: list[Message]) -> None:
        self.aside: set[str] = set()
        self.made_up: set[str] = set()
        self.once = {m.pointer for m in form if _is_harmless(m, data)}
        """Lists that may hold something twice: what stands there again is left out."""
        self.kept: dict[str, list[int]] = {}
        """For each list, where those of its entries that are left stood."""
        wrong = [m for m in form if m.pointer not in self.once]
        self.readable = False
        while not self.readable and all(m.code != Code.MORE_MISTAKES for m in wrong):
            for message in wrong:
                self.put_aside(message)
            self.data = self.left_of(data, "")
            for name, index, key in (pointer.split("/")[1:] for pointer in self.made_up):
                self.data[name][self.kept[f"/{name}"].index(int(index))][key] = "x"
            # what was put aside may have been needed where it stood
            found = [m for m in validate(self.data, "portfolio") if not _is_harmless(m, self.data)]
            wrong = [replace(m, pointer=self.was_at(m.pointer)) for m in found]
            self.readable = not wrong

    def put_aside(self, wrong: Message) -> None:
        keys = wrong.pointer.split("/")[1:]
        if wrong.code == Code.MISSING_KEY and len(keys) == 2 and keys[0] in NEEDED:
            self.made_up.add(f"{wrong.pointer}/{NEEDED[keys[0]]}")
        else:
            self.aside.add(wrong.pointer)

    def left_of(self, value: Any, pointer: str) -> Any:
        if isinstance(value, dict):
            held = {key: f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}" for key in value}
            return {key: self.left_of(value[key], at) for key, at in held.items() if at not in self.aside}
        if isinstance(value, list):
            again = pointer in self.once
            kept = [i for i in range(len(value)) if f"{pointer}/{i}" not in self.aside]
            self.kept[pointer] = [i for i in kept if not (again and value[i] in value[:i])]
            return [self.left_of(value[i], f"{pointer}/{i}") for i in self.kept[pointer]]
        return value

    def was_at(self, pointer: str) -> str:
        """Where in the whole data something stands that is at this place in what is left."""
        was = ""
        for key in pointer.split("/")[1:]:
            was += f"/{self.kept[was][int(key)] if was in self.kept else key}"
        return was


def _is_harmless(wrong: Message, data: Any) -> bool:
    """Whether data can be read in spite of a mistake: no license is named, or a list is too long or holds doubles."""
    for key in wrong.pointer.split("/")[1:]:
        data = data[int(key)] if isinstance(data, list) else data[key.replace("~1", "/").replace("~0", "~")]
    within = wrong.code == Code.BAD_VALUE and wrong.pointer.count("/") > 1 and isinstance(data, dict | list)
    return not wrong.pointer or (within and 0 < len(data) <= MOST_HELD)
