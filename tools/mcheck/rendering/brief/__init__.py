"""A report in brief: what a reader needs first, on one screen."""
