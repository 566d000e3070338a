"""Academic Task 1 visuals: their data, known to the last figure."""
