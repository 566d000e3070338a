"""How good is what a report says? Beside people's comments, by judges, and by whether its claims are real."""
