"""Search over question bank and rubric."""
