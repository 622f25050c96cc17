"""All mistakes of a file that breaks the schema: those of form, and those of meaning in what can still be read."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from ..catalog.store import Catalog
from ..core.codes import Code
from ..core.messages import Message
from ..core.pointers import build, in_place_order, keys_of, last_key, parent, resolve
from ..core.portfolio import Portfolio
from ..core.records import Data
from .parsing.portfolio import parse
from .parsing.values import with_word_meant
from .privacy import find_ssns
from .schema import MOST_HELD, as_many_as_are_read, in_file_order, validate


def portfolio_or_mistakes(data: Any, catalog: Catalog) -> tuple[Portfolio | None, list[Message]]:
    """The portfolio and what there is to say about it; or None, and everything for which data cannot be one.

    Mistakes are in file order: those of form, and of meaning beside them. Of very many only the first are named.
    """
    wrong = _mistakes_of_form(data, catalog)
    if not wrong:
        portfolio, messages = parse(data, catalog)
        wrong = in_file_order([m for m in messages if m.severity == "error"], data)
        if not wrong:
            return portfolio, messages
    return None, as_many_as_are_read(wrong)


def mistakes(data: Any, catalog: Catalog) -> list[Message]:
    """Everything for which data cannot be a portfolio."""
    portfolio, messages = portfolio_or_mistakes(data, catalog)
    return messages if portfolio is None else []


def _mistakes_of_form(data: Any, catalog: Catalog) -> list[Message]:
    """Numbers of persons alone; or mistakes of form, and of meaning beside them; none where it fits its schema."""
    persons = in_file_order(find_ssns(data), data)
    if persons:
        return persons
    form = [with_word_meant(m, data, catalog) for m in validate(data, "portfolio")]
    if not form:
        return []
    if not isinstance(data, dict) or any(m.code == Code.MORE_MISTAKES for m in form):
        return form  # hardly a portfolio, or too many to read already
    sound = _RecoverablePortfolio(data, form)
    if not sound.readable:
        return form
    meaning = [m._replace(pointer=sound.was_at(m.pointer)) for m in parse(sound.data, catalog)[1]]
    if any(_hides_licenses(m) for m in form):
        meaning = [
            m for m in meaning if m.code not in (Code.UNKNOWN_LICENSE, Code.STATED_WITHOUT_LICENSE)
        ]  # what they miss may be a license that could not be read
    errors = [m for m in meaning if m.severity == "error" and m.pointer not in sound.made_up]
    return in_file_order([*form, *errors], data)


def _hides_licenses(form: Message) -> bool:
    """Whether a mistake of form may be why the id of a license is not known, be it that their key is misspelled."""
    misspelled = form.code == Code.UNKNOWN_KEY and form.pointer.count("/") == 1
    return not form.pointer or misspelled or form.pointer.startswith("/licenses")


NEEDED = {"endorsements": "id", "activities": "kind", "badges": "credential"}
"""For each list of a portfolio the key that its entries cannot do without."""


class _RecoverablePortfolio:
    """What is left of data when what is wrong in its form is deleted: a key, or an entry of a list.

    Where that takes from an entry the key it needs, one is made up, so that the rest of the entry is read.
    """

    def __init__(self, whole: Data, form: list[Message]) -> None:
        self.whole = whole
        self.made_up: set[str] = set()
        harmless = {m.pointer for m in form if _is_harmless(m, whole)}
        self.deleted = {at for pointer in harmless for at in _doubles(resolve(whole, pointer), pointer)}
        wrong = [m for m in form if m.pointer not in harmless]
        self.readable = False
        while not self.readable and all(m.code != Code.MORE_MISTAKES for m in wrong):
            for message in wrong:
                self.put_aside(message)
            self.data = self.remainder()
            # what was put aside may have been needed where it was
            found = [m for m in validate(self.data, "portfolio") if not _is_harmless(m, self.data)]
            wrong = [m._replace(pointer=self.was_at(m.pointer)) for m in found]
            self.readable = not wrong

    def put_aside(self, wrong: Message) -> None:
        keys = keys_of(wrong.pointer)
        if wrong.code == Code.MISSING_KEY and len(keys) == 2 and keys[0] in NEEDED:
            self.made_up.add(f"{wrong.pointer}/{NEEDED[keys[0]]}")
        else:
            self.deleted.add(wrong.pointer)

    def remainder(self) -> Data:
        """The whole data without what is deleted, and with what is made up."""
        data = deepcopy(self.whole)
        for pointer in self.made_up:
            resolve(data, parent(pointer))[last_key(pointer)] = "x"
        # from behind, so that indexes hold
        for pointer in sorted(self.deleted - self.made_up, key=in_place_order, reverse=True):
            holder, key = resolve(data, parent(pointer)), last_key(pointer)
            del holder[int(key) if isinstance(holder, list) else key]
        return data

    def was_at(self, pointer: str) -> str:
        """Where in the whole data something is that is at this place in what is left."""
        was = ""
        value: Any = self.whole
        for key in keys_of(pointer):
            if isinstance(value, list):
                index = [i for i in range(len(value)) if f"{was}/{i}" not in self.deleted][int(key)]
                was, value = f"{was}/{index}", value[index]
            else:
                was, value = was + build([key]), value.get(key)  # what is made up is not there
        return was


def _doubles(value: Any, pointer: str) -> list[str]:
    """Pointers of the entries of a list that are in it before; none of an object, or of the file as a whole."""
    entries = value if isinstance(value, list) else []
    return [f"{pointer}/{i}" for i, each in enumerate(entries) if each in entries[:i]]


def _is_harmless(wrong: Message, data: Any) -> bool:
    """Whether data can be read in spite of a mistake: no license is named, or a list is too long or holds doubles."""
    value = resolve(data, wrong.pointer)
    within = wrong.code == Code.BAD_VALUE and wrong.pointer.count("/") > 1 and isinstance(value, dict | list)
    return not wrong.pointer or (within and 0 < len(value) <= MOST_HELD)
