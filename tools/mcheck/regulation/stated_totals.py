"""Sums that the educator states in place of a list: where they are, and how many pairs counted badges make.

Nothing about such sums is checked, so they never make a license met: what rests on them depends on the fact that the
certificates hold, at `STATED`.
"""

from __future__ import annotations

STATED = "/stated"
"""Pointer of the sums, and of the fact that the certificates show them."""
BADGES = f"{STATED}/badges"
SAME_STACK = f"{BADGES}/same_stack"
HALF = f"{BADGES}#half"
"""Id of what a badge brings that counts for half a pair; pairs have numbers."""
ADD_CERTIFICATES = (
    "Add your certificates, each under `activities` or `badges`: only then can mcheck check what they count."
)
LEAST_BADGES = 2
"""Fewer badges make no pair."""


def pairs_made(badges: int, same_stack: bool, halves: bool) -> tuple[int, bool]:
    """How many pairs so many badges make at the most, and whether one more counts for half of one beside a pair.

    Badges that are not all of one stack are of two at least: two of them make no pair, and of three the third is of
    another stack than the pair.
    """
    pairs = badges // 2 if same_stack or badges > LEAST_BADGES else 0
    return pairs, halves and badges % 2 == 1 and badges > (1 if same_stack else LEAST_BADGES + 1)
