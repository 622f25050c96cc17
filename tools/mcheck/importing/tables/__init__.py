"""Tables of any shape, as people and systems make them: text tables and workbooks."""
