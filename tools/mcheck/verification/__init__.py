"""Re-checks a report without the search that made it."""
