"""What solving problems has shown that holds for others with the same needs, and is checked there by adding up."""
