"""Everything that knows IELTS or runs a model."""
