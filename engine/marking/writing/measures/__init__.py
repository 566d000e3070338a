"""What is measured in a text."""
