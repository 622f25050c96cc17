"""Single answers as people write them: days, amounts, names. One reader for tables, questions and pages."""
