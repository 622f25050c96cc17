"""Scenarios evaluated: what is renewed if open points turn out one way, and which need no trial of their own."""
