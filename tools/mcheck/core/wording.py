"""Words that depend on a number or a list, and words compared whatever their case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache


def count(amount: object, one: str, more: str = "") -> str:
    """An amount and what it counts: "1 hour", "2.5 hours", "3 activities"; `more` where an s will not do."""
    return f"{amount} {one if str(amount) == '1' else more or one + 's'}"


def folded(text: str) -> str:
    """What titles and topics are compared by: case and the number of spaces do not matter."""
    return " ".join(text.casefold().split())


def letters(text: str) -> str:
    """What headers, keys and titles are compared by: letters and digits alone, whatever their case."""
    return re.sub(r"[\W_]+", "", text).casefold()


@lru_cache(maxsize=4096)
def slug(text: str) -> str:
    """Lower-case letters and digits, joined by hyphens, as ids are."""
    return "-".join(re.findall(r"[a-z0-9]+", text.casefold()))


def series(words: Sequence[str], last: str = "and") -> str:
    """Words, of which there is at least one, as part of a sentence: "a, b and c"."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def close_matches(word: str, known: Iterable[str], most: int = 1, at_least: float = 0.6) -> list[str]:
    """Up to `most` of the known words that are most like a word, the closest first; `at_least` 1 would be the same."""
    import difflib  # only a word that nobody knows is compared, and every command starts sooner without

    return difflib.get_close_matches(word, list(known), most, at_least)


def alike(one: str, other: str, ratio: float) -> bool:
    """Whether two texts have so much in common as `difflib` measures it; 1 would be the same."""
    import difflib

    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    measures = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)  # the first two are upper bounds
    return all(measure() >= ratio for measure in measures)


def headed(title: str, text: str) -> str:
    """A title with what belongs to it; one that is a question takes no colon."""
    return f"{title} {text}" if title.endswith("?") else f"{title}: {text}"
