"""A language model in this process: loading, batching, constrained decoding."""
