"""Measures of a recording: where somebody spoke, how fast, how fluently. One idea a file, each with its source."""
