"""What `mcheck explain` knows: every id, code and word of the catalog as text."""
