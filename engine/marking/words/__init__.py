"""What is known of English words: how common they are, their classes, their company."""
