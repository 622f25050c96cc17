"""What the tool answers, as types: the report, the plan and the confirmation."""
