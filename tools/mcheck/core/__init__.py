"""What everything else is built on: the portfolio's nouns, points, messages, escaping."""

__version__ = "0.1.0"
"""Of the whole package; every report states it."""
REPORT_VERSION = 2
"""Of the shape of reports and plans, which their schemas state, too."""
