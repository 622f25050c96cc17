"""Lots that must stay whole: what each may be used for, and whether targets can be met by such uses."""
