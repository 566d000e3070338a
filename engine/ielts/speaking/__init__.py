"""The Speaking test: standard library only."""
