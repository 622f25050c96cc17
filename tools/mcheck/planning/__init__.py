"""The least effort that closes the gap of a portfolio.

How the modules build on one another, the lowest first:

- `problem` is what is optimized, as data: slots with levels, and rows that say what every answer must bring.
- `bounds` says what every answer costs at least; `optimizer` searches for the least amounts that are enough. Neither
  knows anything of licenses.
- `badges` holds the badges that are not yet earned, and which of them go together as pairs.
- `ways` are things to do with their levels; `options` says which there are, at what cost and for how many points.
- `evaluations` evaluates a portfolio with things added, and says what a failure tells of all others.
- `report` makes the parts of a plan, `remarks` what is to be said about all plans together.
- `search` asks the question: which amounts of some ways are enough. Its test is such an evaluation.
- `planner` asks it about several sets of ways and makes the report.
"""

from .planner import plan

__all__ = ["plan"]
