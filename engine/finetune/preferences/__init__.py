"""What learners preferred, as rows to train by; and whether an adapter that was trained by it wins."""
