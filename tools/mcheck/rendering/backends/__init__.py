"""How documents are shown: a terminal, Markdown, a page; calendars and JSON, which show data as it is."""
