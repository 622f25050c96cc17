"""A residual network, in which amounts are sent along shortest or cheapest paths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class Network:
    """A small residual network: parallel lists of heads and capacities; edge ^ 1 is its reverse."""

    def __init__(
        self, head: list[int], capacity: list[int], price: list[int], out: Sequence[Sequence[int]], cost_limit: int
    ) -> None:
        self.head = head
        self.capacity = capacity
        self.price = price
        self.out = out
        self.cost_limit = cost_limit
        self.priced = cost_limit > 0
        self.visited = 0
        """How many nodes were come upon in search of paths."""
        self.reached: Mapping[int, int] = {}
        """The nodes come upon in the last search; of one for the cheapest path, what it costs to get there."""

    def push(self, path: Sequence[int], price: int = 0) -> int:
        """Sends as much along a path of this price as its edges let through and the limit of cost allows."""
        amount = min([self.capacity[edge] for edge in path])
        if price:
            amount = min(amount, self.cost_limit // price)
            self.cost_limit -= amount * price
        if amount:
            for edge in path:
                self.capacity[edge] -= amount
                self.capacity[edge ^ 1] += amount
        return amount

    def augment(self, source: int, sink: int, wanted: int) -> int:
        """Sends up to `wanted` more from source to sink by the cheapest paths; returns how much.

        As every path is the cheapest, nothing that is sent could be sent for less.
        """
        total = 0
        while total < wanted:
            path = self.free(source, sink) or (self.cheapest(source, sink) if self.priced else [])
            sent = self.push(path, sum(self.price[edge] for edge in path)) if path else 0
            if not sent:
                break
            total += sent
        return total

    def free(self, source: int, sink: int) -> list[int]:
        """A shortest path that costs nothing; empty where there is none."""
        head, capacity, price, out = self.head, self.capacity, self.price, self.out
        via = {source: -1}
        queue = [source]
        for node in queue:
            for edge in out[node]:
                after = head[edge]
                if capacity[edge] and after not in via and not price[edge]:
                    via[after] = edge
                    queue.append(after)
            if sink in via:
                self.visited += len(queue)
                return self.path(via, source, sink)
        self.visited += len(queue)
        self.reached = dict.fromkeys(via, 0)
        return []

    def cheapest(self, source: int, sink: int) -> list[int]:
        """A path that costs the least; empty where there is none. (Bellman and Ford)"""
        via = {source: -1}
        costs = {source: 0}
        queue = [source]
        for node in queue:
            for edge in self.out[node] if node != sink else ():
                after, cost = self.head[edge], costs[node] + self.price[edge]
                if self.capacity[edge] and cost < costs.get(after, cost + 1):
                    costs[after], via[after] = cost, edge
                    queue.append(after)
        self.visited += len(queue)
        self.reached = costs
        return self.path(via, source, sink) if sink in via else []

    def path(self, via: Mapping[int, int], source: int, sink: int) -> list[int]:
        edges = []
        node = sink
        while node != source:
            edge = via[node]
            edges.append(edge)
            node = self.head[edge ^ 1]
        return edges
