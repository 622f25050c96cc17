"""Many people at once: where portfolios come from, how the work is spread, and how rows are written as they come."""
