"""What whoever runs Bandmate sees of it: metrics, log lines with the job that they are about. Never words or names."""
