"""What an examiner notices in an answer while the test goes on: is it to the point, is it learnt by heart, what is left to ask."""
