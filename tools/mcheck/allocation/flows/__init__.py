"""What could be placed if lots might be divided freely: flows, and proofs that even these do not reach."""
