"""What a language model says about an answer, and how much of it is believed."""
