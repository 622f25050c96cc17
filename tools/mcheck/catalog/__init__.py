"""The catalog in memory: records, dated rules, open questions, near names."""
