"""Files that ship with Bandmate: rubric, questions, samples, calibration."""
