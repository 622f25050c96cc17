"""Inclusion-minimal sets that make a monotone test true. Pure; knows nothing of licenses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

Test = Callable[[frozenset[str]], bool]

NONE, FIRST, ALL, STOPPED = "none", "first", "all", "stopped"
"""What was looked for: nothing; the first sets, of which there are more; every set; or as many as the work allowed."""


def minimal_sets(
    test: Test,
    keys: Sequence[str],
    most: int | None,
    may_go_on: Callable[[], bool],
    hints: Iterable[frozenset[str]] = (),
    likely: Callable[[frozenset[str]], frozenset[str]] = frozenset,
    alike: Sequence[Sequence[str]] = (),
) -> tuple[list[frozenset[str]], str]:
    """(sets, FIRST or ALL or STOPPED): at most `most` sets, None standing for all, while `may_go_on`.

    `test` must be monotone: true for a set, true for each larger one. Each set is found by leaving out of what is
    allowed (Junker's QuickXplain, 2004); the next ones by forbidding in turn a member of each set found (Reiter's
    hitting-set tree, 1987). The order of `keys` decides which are found first, and those that are likely to be needed
    should be there first; `hints` are sets that are likely to do, and `likely` gives a part of a set that does
    which likely does, too. When it is stopped before the first set is as
    small as can be, that set is the smallest one known.

    Keys of a group of those `alike` may be exchanged for each other in any set without a change to the test. Of sets
    that differ by no more than that only the one with the first of each group is listed.
    """
    search = _Search(test, may_go_on, alike)
    minimal: list[frozenset[str]] = []
    waiting: list[frozenset[str]] = [frozenset()]
    seen = set(waiting)
    try:
        if not search.true(frozenset(keys)):
            return [], ALL
        hint = next((h for h in hints if search.true(h)), None)
        for forbidden in waiting:
            smallest = next((one for one in minimal if not one & forbidden), None)
            if smallest is None:
                if len(minimal) == most == 1:
                    return minimal, FIRST
                allowed = tuple(key for key in keys if key not in forbidden)
                if not search.true(frozenset(allowed)):
                    continue
                if len(minimal) == most:
                    return minimal, FIRST
                fewer = hint if hint is not None and not forbidden else likely(frozenset(allowed))
                start = tuple(key for key in allowed if key in fewer)
                if len(start) == len(allowed) or not search.true(frozenset(start)):
                    start = allowed
                smallest = search.first_alike(frozenset(search.shrink(start)))
                minimal.append(smallest)
            for more in search.without_one(smallest, keys):
                if forbidden | more not in seen:
                    seen.add(forbidden | more)
                    waiting.append(forbidden | more)
    except _Stopped:
        return minimal or [min(search.known_true, key=len, default=frozenset(keys))], STOPPED
    return minimal, ALL


def hitting_sets(sets: Sequence[Sequence[str]], most: int) -> list[frozenset[str]] | None:
    """Sets that share a member with each of `sets`, all the smallest ones among them; None for more than `most`.

    They come in the order of the members.
    """
    hitting: dict[frozenset[str], None] = {frozenset(): None}
    for keys in sets:
        hitting = {
            more: None for hit in hitting for more in ([hit] if hit.intersection(keys) else [hit | {k} for k in keys])
        }
        if len(hitting) > most:
            return None
    return list(hitting)


class _Stopped(Exception):
    pass


class _Search:
    """Remembers which sets are known to be true or false, so that no test is made twice or for what follows."""

    def __init__(self, test: Test, may_go_on: Callable[[], bool], alike: Sequence[Sequence[str]]) -> None:
        self.test = test
        self.may_go_on = may_go_on
        self.alike = [tuple(group) for group in alike]
        self.known_true: list[frozenset[str]] = []
        self.known_false: list[frozenset[str]] = []

    def first_alike(self, chosen: frozenset[str]) -> frozenset[str]:
        """The same with the first of each group in place of those that are in it."""
        for group in self.alike:
            members = chosen.intersection(group)
            if members:
                chosen = chosen.difference(members).union(group[: len(members)])
        return chosen

    def without_one(self, chosen: frozenset[str], keys: Sequence[str]) -> Iterator[frozenset[str]]:
        """For each member of a set what to forbid, so that no set has it; of a group, so that none has as many."""
        for key in sorted(chosen, key=keys.index):
            group = next((group for group in self.alike if key in group), None)
            if group is None:
                yield frozenset([key])
            elif key == group[0]:
                yield frozenset(group[len(chosen.intersection(group)) - 1 :])

    def true(self, chosen: frozenset[str]) -> bool:
        chosen = self.first_alike(chosen)
        if any(chosen >= known for known in self.known_true):
            return True
        if any(chosen <= known for known in self.known_false):
            return False
        if not self.may_go_on():
            raise _Stopped
        answer = self.test(chosen)
        (self.known_true if answer else self.known_false).append(chosen)
        return answer

    def shrink(self, keys: Sequence[str]) -> list[str]:
        """Those that are needed of keys that do together; the last ones are left out first, more and more at a time."""
        needed: list[str] = []
        left, size = list(keys), 1
        while left:
            if self.true(frozenset(needed).union(left[:-size])):
                del left[-size:]
                size *= 2
            elif size > 1:
                size = 1
            else:
                needed.append(left.pop())
        return needed
