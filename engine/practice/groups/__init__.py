"""Daily practice in a group: orders of admins, posts when they are due, answers, reactions, digests, challenges."""
