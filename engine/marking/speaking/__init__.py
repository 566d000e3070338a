"""Marking of a Speaking test: what was heard becomes measures, the measures bands, and the report quotes what was said."""
