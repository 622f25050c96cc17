"""The guide site: it loads the catalog through `mcheck` and hands records and computed tables to page templates.

`hook` is what MkDocs calls, `macros` is what pages may use; both are thin. The other modules each own one concern.
Rules are decided by the engine; nothing here knows a number of Massachusetts.
"""
