"""Files in and out: bytes to a portfolio or a catalog, with every mistake named by its line. Alone touches files."""
