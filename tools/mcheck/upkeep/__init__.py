"""Keeping the catalog true: lint, format, fix, new, diff, changelog, stale and links."""
