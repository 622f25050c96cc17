"""The days that follow from the rules: which days count, and by when something has to be done."""
