"""The largest number of pairs in a graph, exactly: Edmonds' blossom algorithm ("Paths, trees, and flowers", 1965)."""

from __future__ import annotations

from collections.abc import Sequence


def maximum_matching(neighbors: Sequence[Sequence[int]], start: Sequence[int] | None = None) -> list[int]:
    """For each node its partner or -1, with as many pairs as there can be.

    `neighbors[i]` are the nodes that i may pair with (symmetric, no loops). `start` is a matching to begin with; a node
    paired in it stays paired, though perhaps with another.
    """
    mate = list(start) if start is not None else [-1] * len(neighbors)
    for root in range(len(neighbors)):
        if mate[root] == -1:
            _augment(neighbors, mate, root)
    return mate


def hubs(neighbors: Sequence[Sequence[int]]) -> set[int]:
    """Nodes that show why there are no more pairs: without them the rest falls into that many more odd parts.

    Of n nodes with h hubs, whose removal leaves o parts with an odd number of nodes, at most (n + h - o) / 2 pairs can
    be made; for these hubs that is the largest number of pairs (Tutte 1947, Berge 1958; the hubs are those of Gallai
    and Edmonds).
    """
    mate = maximum_matching(neighbors)
    unneeded = set[int]()
    """Nodes that some largest matching leaves out."""
    for root, partner in enumerate(mate):
        if partner == -1:
            unneeded.update(node for node, outer in enumerate(_augment(neighbors, mate, root)) if outer)
    return {other for node in unneeded for other in neighbors[node]} - unneeded


def _augment(neighbors: Sequence[Sequence[int]], mate: list[int], root: int) -> Sequence[bool]:
    """Grows an alternating tree from an unpaired node and flips a path to another unpaired one, if there is any.

    Says of each node whether an even number of steps leads there from the root.
    """
    size = len(neighbors)
    parent = [-1] * size
    base = list(range(size))
    """Blossom (odd cycle) of a node, named by its node nearest the root."""
    outer = [False] * size
    outer[root] = True
    queue = [root]

    def common(a: int, b: int) -> int:
        """The base in which the ways of two outer nodes to the root meet."""
        seen = set()
        while True:
            a = base[a]
            seen.add(a)
            if mate[a] == -1:
                break
            a = parent[mate[a]]
        while base[b] not in seen:
            b = parent[mate[base[b]]]
        return base[b]

    def mark(node: int, stem: int, child: int, inside: set[int]) -> None:
        while base[node] != stem:
            inside.update((base[node], base[mate[node]]))
            parent[node] = child
            child = mate[node]
            node = parent[mate[node]]

    for node in queue:
        for other in neighbors[node]:
            if base[node] == base[other] or mate[node] == other:
                continue
            if other == root or (mate[other] != -1 and parent[mate[other]] != -1):
                stem = common(node, other)
                inside: set[int] = set()
                mark(node, stem, other, inside)
                mark(other, stem, node, inside)
                for each in range(size):
                    if base[each] in inside:
                        base[each] = stem
                        if not outer[each]:
                            outer[each] = True
                            queue.append(each)
            elif parent[other] == -1:
                parent[other] = node
                if mate[other] == -1:
                    while other != -1:
                        before = parent[other]
                        after = mate[before]
                        mate[other], mate[before] = before, other
                        other = after
                    return outer
                outer[mate[other]] = True
                queue.append(mate[other])
    return outer
