"""Text as it really arrives: cleaned of what the way here did to it, and told apart from what is not the learner's."""
