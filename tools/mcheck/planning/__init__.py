"""The least effort that closes the gap of a portfolio.

How the modules build on one another, the lowest first:

- `least` searches: given levels, costs and a test, the least amounts that are enough. It knows nothing of licenses.
- `shelf` holds the badges that are not yet earned, and which of them go together as pairs.
- `ways` says what one could do, at what cost and for how many points, in the levels that `least` chooses from.
- `parts` puts what was found into words and numbers.
- `trials` evaluates a portfolio with things added, again and again, and says what a failure tells of all others.
- `gap` asks the question: which amounts of some ways are enough. Its test is such an evaluation.
- `planner` asks it about several sets of ways and makes the report.
- `as_text` writes the report as text and as Markdown.
"""

from .planner import plan

__all__ = ["plan"]
