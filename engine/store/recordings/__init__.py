"""Learners' recordings at rest: in their row or in a bucket, encrypted where there is a key."""
