"""The question bank: tasks to write, what they are about, and which comes next. The speaking part is in its own room."""
