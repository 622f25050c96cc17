"""From data that fits its schema to a Portfolio: its values, its parts, and what is in it twice."""
