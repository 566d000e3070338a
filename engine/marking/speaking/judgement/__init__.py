"""Whether an answer can be held to its speaker's credit: does it speak to its question, is it learnt, is there enough of it."""
