"""What came of one file: what is taken, asked and refused, and where it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Literal, NamedTuple, TypedDict

from ..core.codes import Code
from ..core.escaping import show_invisible
from ..core.messages import Message, message
from ..core.pointers import build
from ..core.records import Data
from ..loading.privacy import is_number_of_person

Outcome = Literal["imported", "ask", "refused"]

MOST_ACTIVITIES, MOST_BADGES = 500, 200
"""So many a portfolio holds."""


class CannotImport(Exception):
    """A file of which nothing comes in; the text says why, and what would do."""

    def __init__(self, text: str, code: str = Code.CANNOT_IMPORT) -> None:
        super().__init__(text)
        self.code = code


class TooMuch(CannotImport):
    """A sound file that holds more than is read at once."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is in a file: a row of a sheet, its column; each may be left out."""

    sheet: str = ""
    row: int = 0
    column: str = ""
    cell: str = ""
    """Its address in a spreadsheet, like B4."""

    def data(self) -> Data:
        return {key: value for key, value in asdict(self).items() if value}


class Ask(NamedTuple):
    """What a person is asked about a place; with a pointer it can be answered."""

    place: Place
    about: str
    pointer: str = ""

    def data(self) -> Data:
        return {**self.place.data(), **({"pointer": self.pointer} if self.pointer else {}), "about": self.about}


class Refusal(NamedTuple):
    """What does not come in, and why."""

    place: Place
    why: str

    def data(self) -> Data:
        return {**self.place.data(), "why": self.why}


class TableFacts(TypedDict, total=False):
    """How a table was read."""

    encoding: str
    delimiter: str
    sheets_read: list[str]
    sheets_left: list[str]
    header_row: int
    date_order: str
    decimal: str
    columns: dict[str, str | None]
    """The field as which each column is read; None for one that is asked about."""


class FileFacts(TypedDict, total=False):
    """What there is to say of a table or a badge, as `--format json` prints it."""

    table: TableFacts
    signature: str
    expired: bool
    revoked: bool | str
    match: str | None
    name: str | None
    issuer: str | None
    awarded: str | None
    format: str
    carrier: str
    expires: str
    alg: str
    cryptosuite: str


@dataclass(slots=True)
class Taken:
    """An activity or badge that comes in, as a portfolio has it, and where it came from."""

    item: Data
    place: Place
    asked: bool = False

    @property
    def is_badge(self) -> bool:
        return "credential" in self.item

    def data(self) -> Data:
        where = {key: value for key, value in self.place.data().items() if key in ("sheet", "row")}
        return {**where, **self.item, **({"asked": True} if self.asked else {})}


@dataclass(slots=True)
class FileResult:
    """What came of one file."""

    file: str
    kind: Literal["table", "badge", "portfolio", "unknown"] = "unknown"
    facts: FileFacts = field(default_factory=FileFacts)
    taken: list[Taken] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    failed: bool = False
    """Whether the file as a whole is refused."""
    full: bool = False
    """Whether it has more activities than a portfolio holds, so that none comes in."""
    learned: Data = field(default_factory=dict)
    """What a mapping would keep of it."""

    @property
    def outcome(self) -> Outcome:
        return "refused" if self.failed else "ask" if self.asks else "imported"

    def say(self, code: str, text: str) -> None:
        self.messages.append(message(code, "", text))

    def ask(self, about: str, pointer: str = "", place: Place | None = None) -> None:
        self.asks.append(Ask(place or Place(), about, pointer))

    def refuse(self, why: str, place: Place | None = None) -> None:
        self.refused.append(Refusal(place or Place(), why))

    def fail(self, text: str, code: str = Code.CANNOT_IMPORT) -> None:
        """Refuses the file as a whole: nothing of it comes in."""
        self.failed = True
        self.taken.clear()
        self.say(code, text)

    def data(self) -> Data:
        """As `--format json` prints it."""
        return {
            "file": shown_path(self.file),
            "kind": self.kind,
            "outcome": self.outcome,
            **self.facts,
            "activities": [each.data() for each in self.taken if not each.is_badge],
            "badges": [each.data() for each in self.taken if each.is_badge],
            "refused": [each.data() for each in self.refused],
            "ask": [each.data() for each in self.asks],
            "dropped_columns": self.dropped,
            "messages": [{"code": m.code, "severity": m.severity, "text": m.text} for m in self.messages],
        }


@dataclass(slots=True)
class Answers:
    """What a person answered, by the pointer that a question gives; which of them were of use is noted."""

    given: Mapping[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def get(self, pointer: str) -> str | None:
        if pointer in self.given:
            self.used.add(pointer)
        return self.given.get(pointer)

    def keeps(self, pointer: str) -> bool:
        """Whether the answer is that something comes in as it is."""
        return (self.get(pointer) or "").casefold() in ("keep", "yes", "y", "take", "both")

    def leaves(self, pointer: str) -> bool:
        """Whether the answer is that something does not come in."""
        return (self.get(pointer) or "").casefold() in ("leave", "no", "n", "out")

    def unused(self) -> list[str]:
        return [pointer for pointer in self.given if pointer not in self.used]


def pointer(*keys: str | int) -> str:
    """The JSON Pointer by which a question is answered; keys that hold a number of a person are left out."""
    return build([key for key in keys if not is_number_of_person(key)])


def shown(text: str, most: int = 80) -> str:
    """A name out of a file for a message: on one line, cut, and never a number of a person."""
    if is_number_of_person(text):
        return "(a number of a person)"
    text = show_invisible(" ".join(text.split()))
    return text if len(text) <= most else text[: most - 3] + "..."


def shown_path(path: str) -> str:
    """The name of a file for a message, unless a number of a person is in it."""
    parts = re.split(r"[/\\]|\.(?=\w+$)", path)
    return "(a number of a person)" if any(map(is_number_of_person, parts)) else show_invisible(path)


def numbered(names: Iterable[str]) -> list[str]:
    """Names made different: what is there before gets a number."""
    seen, made = Counter[str](), []
    for name in names:
        seen[name] += 1
        made.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return made
