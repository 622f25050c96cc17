"""Met, not met, or it depends: evaluations, verdicts with their proofs, and the named checks."""
