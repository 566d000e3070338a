"""The one command, ``bandmate``."""
