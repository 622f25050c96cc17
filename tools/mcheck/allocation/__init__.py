"""The placement of points as a problem of its own: exact, and without a word of Massachusetts."""
