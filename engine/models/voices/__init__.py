"""What speaks for the examiner: one engine a file, and the notes that are made of what it says."""
