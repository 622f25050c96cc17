"""Open Badges 2.0 and 3.0, CLR 2.0; out of their carriers, checked as far as can be without asking anybody."""
