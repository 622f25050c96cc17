"""The report (schemas/report.schema.json), read from an assessment."""
