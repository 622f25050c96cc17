"""The commands for people who have a portfolio, and for those who check many: a module for each."""
