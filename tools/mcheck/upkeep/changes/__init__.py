"""What changed between two catalogs, and whose verdict the change turns."""
