"""The least effort that closes the gap of a portfolio.

How the modules build on one another, the lowest first:

- `bounds` is what is optimized, as data, and what every answer costs at least; `optimizer` searches for the least
  amounts that are enough. Neither knows anything of licenses.
- `badges` holds the badges that are not yet earned, and which of them go together as pairs.
- `ways` are things to do with their levels; `options` says which there are, at what cost and for how many points.
- `context` is what all plans of a portfolio share; `additions` makes activities and badges of amounts.
- `evaluations` evaluates a portfolio with things added, and says what a failure tells of all others.
- `search` asks the question: which amounts of some ways are enough. Its test is such an evaluation.
- `report` makes the parts of a plan, `remarks` what is to be said about all plans together.
- `planner` asks about several sets of ways and makes the report.
"""

from .planner import plan

__all__ = ["plan"]
