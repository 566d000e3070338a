"""Teaching the error finder: clean text spoilt as learners spoil it, the training, the file that is shipped."""
