"""Measures of a text or a recording, the offline scorer, findings and reports."""
