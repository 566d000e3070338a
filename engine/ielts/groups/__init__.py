"""Daily practice in a group: when a prompt is due, what it asks, who took part, and the challenge."""
