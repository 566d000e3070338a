"""What is wrong in a text: what each checker found, and what of it is sure enough to be said."""
