"""The rules applied to one portfolio: what is renewed, which days count, what an activity is worth, what must hold."""
