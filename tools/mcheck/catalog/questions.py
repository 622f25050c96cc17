"""Open questions, their readings, and the texts that settle them from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from ..core.records import Record


class Settlement:
    """A text that settles a question: the reading that holds, and since when. Each is one of its kind.

    `start` is the first day for which it holds; `date.min` where the text gives none.
    """

    def __init__(self, question: str, reading: str, start: date, citations: tuple[Record, ...]) -> None:
        self.question, self.reading, self.start, self.citations = question, reading, start, citations


class Texts(NamedTuple):
    """What may settle a question about one thing.

    `day` decides which text holds that stands alone: the day of completion where the question is about what something
    is worth, else that of the application. `settles` is what the thing's own dated value and edition settle.
    """

    day: date
    settles: tuple[Settlement, ...] = ()


class Question:
    """An open question; `readings` go from cautious to generous unless it is unordered.

    A day that the file gives to the month only is one, too: its id is the pointer of the date, its readings are days.
    `settled` are texts that stand alone, oldest first; each holds until the next one.
    """

    def __init__(
        self,
        id: str,
        ordered: bool,
        readings: tuple[Record, ...],
        record: Record,
        settled: tuple[Settlement, ...] = (),
    ) -> None:
        self.id, self.ordered, self.readings, self.record, self.settled = id, ordered, readings, record, settled
        self.key = f"fact:{id}" if id.startswith("/") else f"question:{id}"
        """What verdicts depend on: "question:<id>", or "fact:<pointer>" for what the educator can answer."""
        self.switched = {
            (place, change["switch"]): str(change["is"])
            for place, reading in enumerate(readings)
            for change in reading.get("changes", ())
            if "switch" in change
        }
        """The value of a switch, by the place of a reading and the name of the switch."""

    @property
    def changes(self) -> list[Record]:
        """What its readings change, one after the other."""
        return [change for reading in self.record["readings"] for change in reading["changes"]]

    def pinned(self, readings: tuple[Record, ...]) -> Question:
        """The same with these readings only."""
        return Question(self.id, self.ordered, readings, self.record, self.settled)

    def settlement(self, texts: Texts) -> Settlement | None:
        """The text that settles it for a thing, if one does."""
        if not (texts.settles or self.settled):
            return None
        of_the_thing = (settlement for settlement in texts.settles if settlement.question == self.id)
        begun = (settlement for settlement in reversed(self.settled) if settlement.start <= texts.day)
        return next(chain(of_the_thing, begun), None)

    def settled_reading(self, settlement: Settlement) -> Record:
        """The reading that a text says holds."""
        return next(reading for reading in self.record["readings"] if reading["id"] == settlement.reading)

    def is_open(self, texts: Texts) -> bool:
        """Whether it has several readings for a thing."""
        return len(self.readings) > 1 and self.settlement(texts) is None


def read_question(record: Record) -> Question:
    settled = [
        Settlement(record["id"], row["reading"], date.fromisoformat(row["from"]), tuple(row["citations"]))
        for row in sorted(record.get("settled", ()), key=itemgetter("from"))
    ]
    return Question(record["id"], record["order"] == "ordered", tuple(record["readings"]), record, tuple(settled))


def settled_by(holder: Record, start: date | None) -> tuple[Settlement, ...]:
    """What a dated value or an edition settles, that holds from `start` on; cited are its sources that say so."""
    rows: Sequence[Record] = holder.get("settles", ())
    citations = tuple(c for c in holder["citations"] if "settles" in c["supports"])
    return tuple(Settlement(row["question"], row["reading"], start or date.min, citations) for row in rows)
