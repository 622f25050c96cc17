"""What everything else stands on: the portfolio's nouns, points, messages, escaping."""
